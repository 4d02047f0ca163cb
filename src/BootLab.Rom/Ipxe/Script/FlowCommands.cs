using System.Globalization;

namespace BootLab.Rom.Ipxe.Script;

/// <summary>Commands that steer a script: echo, exit, goto, isset, iseq, sleep, prompt, shell, reboot, poweroff.</summary>
internal sealed class FlowCommands(IpxeProgram program, ScriptRunner runner)
{
    // A longer sleep is how a script says that it waits for good: the real program takes up to 136 years.
    private const uint LongestSleep = 12 * 60 * 60;

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

    public Task<IpxeStatus> IsSet(IReadOnlyList<string> words) => Test(Arguments(words, 1, 1)[0].Length > 0, Errno.ENOENT);

    public Task<IpxeStatus> IsEqual(IReadOnlyList<string> words)
    {
        var arguments = Arguments(words, 2, 2);
        return Test(arguments[0] == arguments[1], Errno.ERANGE);
    }

    public async Task<IpxeStatus> Sleep(IReadOnlyList<string> words)
    {
        var seconds = (uint)CommandLine.ParseInteger(Arguments(words, 1, 1)[0]);
        if (seconds > LongestSleep)
        {
            throw new BootHangException($"the script sleeps for {seconds} s");
        }

        await Task.Delay(TimeSpan.FromSeconds(seconds), program.Environment.Loop.Time);
        return IpxeStatus.Ok;
    }

    /// <summary>Nobody is at the keyboard: with a time-out the prompt runs out; without one the real program waits for ever.</summary>
    public async Task<IpxeStatus> Prompt(IReadOnlyList<string> words)
    {
        var line = CommandLine.Parse(words, "key|k=", "timeout|t=");
        program.Console.Line(string.Join(' ', line.Arguments));
        if (line.Number("timeout") is not { } milliseconds || (uint)milliseconds == 0)
        {
            throw new BootHangException("the script waits for a key");
        }

        await Task.Delay(TimeSpan.FromMilliseconds((uint)milliseconds), program.Environment.Loop.Time);
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

    private Task<IpxeStatus> Test(bool holds, Errno otherwise) => Task.FromResult(holds ? IpxeStatus.Ok : program.Errors.Make(otherwise, ErrorFile.Exec));
}
