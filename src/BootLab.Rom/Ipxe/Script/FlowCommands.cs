using System.Globalization;

namespace BootLab.Rom.Ipxe.Script;

/// <summary>Commands that steer a script: echo, exit, goto, isset, iseq, sleep, prompt, shell, reboot, poweroff.</summary>
internal sealed class FlowCommands(IpxeProgram program, ScriptRunner runner)
{
    public Task<IpxeStatus> Echo(IReadOnlyList<string> words)
    {
        // Not parsed as options beyond -n: what follows is text.
        var bare = words.Count > 1 && words[1] == "-n";
        var text = string.Join(' ', words.Skip(bare ? 2 : 1));
        if (bare)
        {
            program.Console.Text(text);
        }
        else
        {
            program.Console.Line(text);
        }

        return Done();
    }

    public Task<IpxeStatus> Exit(IReadOnlyList<string> words)
    {
        var arguments = Arguments(words, 0, 1);
        var code = arguments.Count > 0 ? CommandLine.ParseInteger(arguments[0]) : 0;
        runner.Exit();
        return Task.FromResult(code == 0 ? IpxeStatus.Ok : new IpxeStatus((uint)code, null));
    }

    public Task<IpxeStatus> Goto(IReadOnlyList<string> words)
    {
        runner.Goto(Arguments(words, 1, 1)[0]);
        return Done();
    }

    public Task<IpxeStatus> IsSet(IReadOnlyList<string> words) => Test(Arguments(words, 1, 1)[0].Length > 0);

    public Task<IpxeStatus> IsEqual(IReadOnlyList<string> words)
    {
        var arguments = Arguments(words, 2, 2);
        return Test(arguments[0] == arguments[1]);
    }

    public async Task<IpxeStatus> Sleep(IReadOnlyList<string> words)
    {
        await Task.Delay(TimeSpan.FromSeconds(CommandLine.ParseInteger(Arguments(words, 1, 1)[0])), program.Environment.Loop.Time);
        return IpxeStatus.Ok;
    }

    /// <summary>Nobody is at the keyboard: with a time-out the prompt runs out; without one the real program waits for ever.</summary>
    public async Task<IpxeStatus> Prompt(IReadOnlyList<string> words)
    {
        var line = CommandLine.Parse(words, "key|k=", "timeout|t=");
        program.Console.Line(string.Join(' ', line.Arguments));
        if (line.Number("timeout") is not { } milliseconds || milliseconds <= 0)
        {
            throw new BootHangException("the script waits for a key");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), program.Environment.Loop.Time);
        return program.Errors.Make(Errno.ETIMEDOUT, ErrorFile.Script);
    }

    public static Task<IpxeStatus> Shell(IReadOnlyList<string> words) => throw new BootHangException("the script opened the shell, which waits for a person");

    public static Task<IpxeStatus> Reboot(IReadOnlyList<string> words) => throw new HandedOverException(new BootOutcome(BootOutcomeKind.Failed, "the script restarted the machine"));

    public static Task<IpxeStatus> PowerOff(IReadOnlyList<string> words) => throw new HandedOverException(new BootOutcome(BootOutcomeKind.Failed, "the script switched the machine off"));

    internal static IReadOnlyList<string> Arguments(IReadOnlyList<string> words, int minimum, int maximum)
    {
        var arguments = CommandLine.Parse(words).Arguments;
        return arguments.Count >= minimum && arguments.Count <= maximum
            ? arguments
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"found {arguments.Count} arguments, expected {(minimum == maximum ? $"{minimum}" : $"{minimum} to {maximum}")}"));
    }

    private static Task<IpxeStatus> Done() => Task.FromResult(IpxeStatus.Ok);

    private Task<IpxeStatus> Test(bool holds) => Task.FromResult(holds ? IpxeStatus.Ok : program.Errors.Make(Errno.ENOENT, ErrorFile.Settings));
}
