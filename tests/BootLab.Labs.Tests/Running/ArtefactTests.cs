using System.Text.Json;
using BootLab.Labs.Running;
using BootLab.Labs.Tests.Running.Support;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>What a run leaves on disk.</summary>
public sealed class ArtefactTests : IDisposable
{
    private const string Secret = "inisecret1234";
    private const string ReverseSecret = "tgtsecret1234";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_bios_machine_leaves_table_memory_capture_events_and_console()
    {
        var run = CapturedLabs.Run(CapturedLabs.Load("mutual-chap"));

        var files = RunArtefacts.Write(run, _folder.PathTo("out"));

        Assert.Equal(["ibft.bin", "lowmem.bin", "boot.pcapng", "events.jsonl", "console.txt"], files.Select(file => Path.GetFileName(file.Path)));
        Assert.Equal(Names(_folder.PathTo("out")), files.Select(file => Path.GetFileName(file.Path)).Order(StringComparer.Ordinal));
        var table = CapturedLabs.Table("mutual-chap");
        Assert.Equal(table, Read("ibft.bin"));
        var memory = Read("lowmem.bin");
        Assert.Equal(1 << 20, memory.Length);
        Assert.Equal(table, memory.AsSpan(0x9E620, table.Length));
        Assert.Equal(625, BitConverter.ToUInt16(memory, 0x413));
        Assert.Equal(run.Capture, Read("boot.pcapng"));
    }

    [Fact]
    public void A_uefi_machine_leaves_its_acpi_tables_instead_of_low_memory()
    {
        var run = CapturedLabs.Run(CapturedLabs.Load("uefi-1nic-1tgt"));

        var files = RunArtefacts.Write(run, _folder.PathTo("out"));

        Assert.Equal(["ibft.bin", "acpi.bin", "boot.pcapng", "events.jsonl", "console.txt"], files.Select(file => Path.GetFileName(file.Path)));
        var region = Read("acpi.bin");
        var table = CapturedLabs.Table("uefi-1nic-1tgt");
        Assert.Equal(table, region.AsSpan((int)(run.Table!.Address - run.Memory.Acpi!.AcpiRegion.Start), table.Length));
        Assert.True(region.AsSpan().IndexOf("RSD PTR "u8) >= 0);
    }

    [Fact]
    public void Events_are_json_lines_in_the_order_they_happened()
    {
        var run = CapturedLabs.Run(CapturedLabs.Load("1nic-1tgt"));

        RunArtefacts.Write(run, _folder.PathTo("out"));

        var lines = File.ReadAllText(_folder.PathTo("out", "events.jsonl"));
        Assert.EndsWith("}\n", lines, StringComparison.Ordinal);
        var events = lines.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(run.Journal.Events.Select(entry => entry.Name), events.Select(entry => entry.GetProperty("event").GetString()));
        Assert.Equal(run.Journal.Events.Select(entry => entry.Stage), events.Select(entry => entry.GetProperty("stage").GetString()));
        Assert.All(events, entry => Assert.Matches(@"^\d+\.\d{6}$", entry.GetProperty("t").GetRawText()));
        var times = events.Select(entry => entry.GetProperty("t").GetDouble()).ToList();
        Assert.Equal(times.Order(), times);
        var written = events.Single(entry => entry.GetProperty("event").GetString() == "table-written");
        Assert.Equal(0x9E620, written.GetProperty("data").GetProperty("address").GetInt64());
        Assert.Equal(569, written.GetProperty("data").GetProperty("length").GetInt32());
    }

    [Fact]
    public void Only_the_owner_can_read_what_holds_secrets()
    {
        var run = CapturedLabs.Run(CapturedLabs.Load("mutual-chap"));
        foreach (var showSecrets in new[] { false, true })
        {
            foreach (var file in RunArtefacts.Write(run, _folder.PathTo("out"), showSecrets))
            {
                var hasSecrets = File.ReadAllBytes(file.Path).AsSpan().IndexOf("inisecret1234"u8) >= 0;
                Assert.True(file.OwnerOnly || !hasSecrets, $"{file.Path} holds a secret and is for everybody");
                Assert.Equal(showSecrets || file.OwnerOnly, file.OwnerOnly);
                if (file.OwnerOnly && !OperatingSystem.IsWindows())
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
                }
            }
        }
    }

    [Fact]
    public void Secrets_are_masked_in_events_and_console_unless_asked_for()
    {
        var lab = CapturedLabs.Load("mutual-chap")
            .WithText("dhcp net0", "dhcp net0\nset net0/password ${net0/mac}-x\nset echoed ${net0/password}\nshow net0/password");
        lab = lab.WithText("sanboot", "echo user is ${username}, secret is <${password}>, reverse ${reverse-password:hex}\nshow password\nsanboot");
        var run = CapturedLabs.Run(lab);
        Assert.Contains(Secret, run.Journal.Console, StringComparison.Ordinal);

        RunArtefacts.Write(run, _folder.PathTo("out"));
        foreach (var name in new[] { "events.jsonl", "console.txt" })
        {
            var text = File.ReadAllText(_folder.PathTo("out", name));
            Assert.Contains("user is iniuser, secret is <(masked)>, reverse (masked)", text, StringComparison.Ordinal);
            foreach (var secret in new[] { Secret, ReverseSecret, "52:54:00:00:00:01-x", "74:67:74:73:65" })
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        }

        RunArtefacts.Write(run, _folder.PathTo("out"), showSecrets: true);
        Assert.Contains($"\"words\":[\"set\",\"password\",\"{Secret}\"]", File.ReadAllText(_folder.PathTo("out", "events.jsonl")), StringComparison.Ordinal);
        Assert.Contains($"secret is <{Secret}>", File.ReadAllText(_folder.PathTo("out", "console.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_of_several_words_is_masked_whole()
    {
        var run = CapturedLabs.Run(CapturedLabs.Load("mutual-chap").WithText("set password inisecret1234", "set password all  the words"));

        RunArtefacts.Write(run, _folder.PathTo("out"));

        var events = File.ReadAllText(_folder.PathTo("out", "events.jsonl"));
        Assert.Contains("\"words\":[\"set password (masked)\"]", events, StringComparison.Ordinal);
        Assert.DoesNotContain("\"words\"]", events, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_an_earlier_run_do_not_stay_beside_those_of_this_one()
    {
        var lab = CapturedLabs.Load("1nic-1tgt");
        RunArtefacts.Write(CapturedLabs.Run(lab), _folder.PathTo("out"));
        File.WriteAllText(_folder.PathTo("out", "notes.txt"), "mine");
        var failing = lab with { Targets = [] };

        var files = RunArtefacts.Write(CapturedLabs.Run(failing), _folder.PathTo("out"));

        Assert.Equal(["lowmem.bin", "boot.pcapng", "events.jsonl", "console.txt"], files.Select(file => Path.GetFileName(file.Path)));
        Assert.Equal(["boot.pcapng", "console.txt", "events.jsonl", "lowmem.bin", "notes.txt"], Names(_folder.PathTo("out")));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_no_half_of_it()
    {
        Directory.CreateDirectory(_folder.PathTo("out", "ibft.bin", "in the way"));

        Assert.ThrowsAny<Exception>(() => RunArtefacts.Write(CapturedLabs.Run(CapturedLabs.Load("1nic-1tgt")), _folder.PathTo("out")));

        Assert.Equal(["ibft.bin"], Names(_folder.PathTo("out")));
    }

    public void Dispose() => _folder.Dispose();

    private byte[] Read(string name) => File.ReadAllBytes(_folder.PathTo("out", name));

    private static IEnumerable<string> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
