using BootLab.Conformance;
using BootLab.Testing;

// dotnet run --project eng/BootLab.Conformance [FILE]: runs everything anew and writes docs/conformance.md, or FILE.
static string Version(string package) =>
    PeerProcess.Run(Requires.Tool("dpkg-query", "dpkg"), ["-W", "-f", "${Version}", package]).Output.Split('-')[0].Split(':')[^1];

var tool = $"iscsi-test-cu of libiscsi {Version("libiscsi-bin")}";
var peer = $"tgtd {Version("tgt")}";
using var tgtd = new Tgtd(new byte[128 << 20]);
var url = $"iscsi://127.0.0.1:{tgtd.Port}/{Tgtd.TargetName}/1";
ConformanceSection[] sections =
[
    (await ConformanceSection.RunScsiAsync()) with { Peer = ConformanceRun.Start("SCSI", url, url) },
    (await ConformanceSection.RunIscsiAsync()) with { Peer = ConformanceRun.Start("iSCSI", url) },
    await ConformanceSection.RunRemovableAsync(),
    await ConformanceSection.RunReadOnlyAsync(),
];
var file = args.Length > 0 ? args[0] : Repository.PathTo(ConformancePage.Path);
File.WriteAllText(file, ConformancePage.Write(tool, peer, sections));
foreach (var section in sections)
{
    Console.WriteLine($"{section.Title}: {section.Embedded.Passed} of {section.Embedded.Total} passed, {section.Embedded.SkippedLines} skipped lines");
}
