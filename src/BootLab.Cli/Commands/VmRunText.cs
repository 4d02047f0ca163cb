using BootLab.Labs.Files;
using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Report.Terminal;
using BootLab.Vm.Running;

namespace BootLab.Cli.Commands;

/// <summary>A guest's boot beside the prediction, as text and as JSON.</summary>
internal static class VmRunText
{
    /// <summary>For people.</summary>
    public static void Write(CommandIo io, LabFile lab, VmRun run, IEnumerable<string> files)
    {
        var isAsForetold = run.Differences.Count == 0;
        io.Output.WriteLine($"{lab.Name}, table of {run.Emulated.Name}: {io.OutputScreen.Paint(isAsForetold ? "as foretold" : "not as foretold", isAsForetold ? Colour.Green : Colour.Red)}");
        var rows = new TextTable(null, null);
        rows.Add("foretold", Printable.Text(run.Prediction.Outcome?.ToString() ?? "nothing: the lab's targets misbehave on purpose"));
        rows.Add("guest", Printable.Text(run.Outcome.ToString()));
        foreach (var difference in run.Differences)
        {
            rows.Add("differs", new Cell(Printable.Text(difference), Colour.Red));
        }

        rows.Add("kernel", Printable.Text(Kernel(run)));
        foreach (var login in run.Logins)
        {
            rows.Add("login", Printable.Text(login.ToString()));
        }

        foreach (var nic in run.Nics)
        {
            rows.Add($"NIC {nic.Name}", (nic.Address ?? "no address") + (nic.Frames is null ? "" : $"; sent {nic.Frames} frames, ARP {nic.Arp}, DHCP {nic.Dhcp}"));
        }

        if (run.DiskBytes is { } bytes)
        {
            rows.Add("disk", Printable.Text($"{bytes} bytes; {(run.Marker is { } marker ? $"marker: {marker}" : "no ext4, or no file 'marker' there")}"));
        }

        foreach (var note in run.Notes)
        {
            rows.Add("note", Printable.Text(note));
        }

        if (run.Course.End != GuestEnd.Reported)
        {
            foreach (var line in run.Console.TakeLast(8))
            {
                rows.Add("console", Printable.Text(line));
            }
        }

        rows.Write(io.Output, io.OutputScreen, indent: 2);
        io.Output.WriteLine($"  {string.Join(", ", files)}");
    }

    /// <summary>A document of schema bootlab/vm-run/1.</summary>
    public static string Json(LabFile lab, VmRun run, IEnumerable<string> files) => JsonOutput.Document("bootlab/vm-run/1", json =>
    {
        json.WriteString("lab", lab.Name);
        json.WriteString("table_of", run.Emulated.Name);
        json.WriteBoolean("as_foretold", run.Differences.Count == 0);
        Outcome("foretold", run.Prediction.Outcome);
        Outcome("guest", run.Outcome);
        Strings("differences", run.Differences);
        json.WriteString("table", run.Emulated.Table is null ? "none" : VerdictText.Word(run.Verdict.Outcome));
        Strings("kernel_messages", run.Verdict.Messages);
        json.WriteStartObject("sysfs");
        foreach (var entry in VerdictText.WithoutSecrets(run.Verdict).View)
        {
            json.WriteString(entry.Path, entry.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("logins");
        foreach (var login in run.Logins)
        {
            json.WriteStartObject();
            json.WriteString("from", login.Peer.Address.ToString());
            json.WriteString("initiator", login.InitiatorName);
            json.WriteString("target", login.TargetName);
            json.WriteString("auth", login.AuthMethod);
            json.WriteString("status", $"{login.StatusClass:x2}{login.StatusDetail:x2}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("nics");
        foreach (var nic in run.Nics)
        {
            json.WriteStartObject();
            json.WriteString("name", nic.Name);
            json.WriteString("address", nic.Address);
            if (nic is { Frames: { } sent, Arp: { } arp, Dhcp: { } dhcp })
            {
                json.WriteNumber("frames", sent);
                json.WriteNumber("arp", arp);
                json.WriteNumber("dhcp", dhcp);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (run.DiskBytes is { } bytes)
        {
            json.WriteNumber("disk_bytes", bytes);
        }

        json.WriteString("marker", run.Marker);
        Strings("notes", run.Notes);
        Strings("files", files);

        void Outcome(string property, VmOutcome? outcome)
        {
            if (outcome is null)
            {
                json.WriteNull(property);
                return;
            }

            json.WriteStartObject(property);
            json.WriteString("outcome", outcome.Id);
            Strings("without_nics", outcome.Without);
            json.WriteNumber("restarts", outcome.Restarts);
            json.WriteString("reason", outcome.Reason);
            json.WriteEndObject();
        }

        void Strings(string property, IEnumerable<string> values)
        {
            json.WriteStartArray(property);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    });

    private static string Kernel(VmRun run) => run.Emulated.Table is null
        ? "no table to read"
        : string.Join("; ", [VerdictText.Word(run.Verdict.Outcome).Replace('-', ' '), .. run.Verdict.SearchMessages, .. run.Verdict.Messages]);
}
