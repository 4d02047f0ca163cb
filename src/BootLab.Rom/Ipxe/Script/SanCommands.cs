namespace BootLab.Rom.Ipxe.Script;

/// <summary>Commands on SAN drives: sanhook, sanboot, sanunhook.</summary>
internal sealed class SanCommands(IpxeProgram program)
{
    /// <summary>Attaches and describes a drive and leaves it attached, also when the table could not be written.</summary>
    public Task<IpxeStatus> Hook(IReadOnlyList<string> words)
    {
        var line = CommandLine.Parse(words, "drive|d=", "no-describe|n");
        if (line.Arguments.Count == 0)
        {
            throw new UsageException("found no root path, expected at least one");
        }

        return RunAsync(line, boot: false, unhook: false);
    }

    /// <summary>Attaches, describes and boots; without a root path, boots from what is attached and keeps it.</summary>
    public Task<IpxeStatus> Boot(IReadOnlyList<string> words)
    {
        var line = CommandLine.Parse(words, "drive|d=", "no-describe|n", "keep|k", "filename|f=", "extra|e=", "label|l=", "uuid|u=");
        return RunAsync(line, boot: true, unhook: line.Arguments.Count > 0 && !line.Has("keep"));
    }

    public Task<IpxeStatus> Unhook(IReadOnlyList<string> words)
    {
        program.San.Unhook(Drive(CommandLine.Parse(words, "drive|d=")));
        return Task.FromResult(IpxeStatus.Ok);
    }

    private Task<IpxeStatus> RunAsync(CommandLine line, bool boot, bool unhook)
    {
        if (line.Arguments.Count > 1 && !program.Build.HasMultipath)
        {
            throw new UsageException($"found {line.Arguments.Count} root paths, expected one: this version knows no multipath");
        }

        return program.Autoboot.BootUriAsync(null, line.Arguments, Drive(line), describe: !line.Has("no-describe"), boot, unhook);
    }

    private int Drive(CommandLine line) => (int?)line.Number("drive") ?? program.San.DefaultDriveNumber;
}
