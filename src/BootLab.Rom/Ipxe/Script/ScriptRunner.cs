using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe.Script;

/// <summary>Runs boot scripts line by line.</summary>
public sealed class ScriptRunner
{
    // A script that jumps in circles without ever waiting would never give the loop back; the real program would do so for ever.
    private const int LineLimit = 100_000;

    private readonly IpxeProgram _program;
    private readonly ScriptCommands _commands;
    private Execution? _current;

    internal ScriptRunner(IpxeProgram program)
    {
        _program = program;
        _commands = new ScriptCommands(program, this);
    }

    /// <summary>Runs a script to its end, to <c>exit</c>, or to the first line that fails.</summary>
    public async Task<IpxeStatus> RunAsync(string name, byte[] file)
    {
        if (!ScriptText.IsScript(file))
        {
            return _program.Errors.Make(Errno.ENOEXEC, ErrorFile.Script);
        }

        var outer = _current;
        var execution = _current = new Execution(ScriptText.Read(file));
        _program.Record("script", "script-start", $"{name} starts", ("name", name), ("length", file.Length));
        try
        {
            var status = IpxeStatus.Ok;
            for (var lines = 0; execution.Next < execution.Script.Lines.Count; lines++)
            {
                if (lines >= LineLimit)
                {
                    throw new BootHangException($"{name} runs in circles: more than {LineLimit} lines");
                }

                var line = execution.Script.Lines[execution.Next++];
                execution.LineStopped = false;
                status = await RunLineAsync(line.Text);
                if (execution.Exited || !status.IsOk)
                {
                    break;
                }
            }

            _program.Record("script", "script-end", $"{name} ends: {status}", ("name", name), ("status", status.ToString()));
            return status;
        }
        finally
        {
            _current = outer;
        }
    }

    /// <summary>Runs the commands of one line from left to right; a skipped command leaves the status as it is.</summary>
    public async Task<IpxeStatus> RunLineAsync(string line)
    {
        var status = IpxeStatus.Ok;
        foreach (var command in ScriptText.SplitCommands(line, _program.Build.HasSeparators))
        {
            var skip = (command.Before == Separator.And && !status.IsOk) || (command.Before == Separator.Or && status.IsOk);
            if (skip)
            {
                continue;
            }

            status = await RunCommandAsync(command.Tokens);
            if (!status.IsOk)
            {
                _program.LastError = status;
            }

            if (_current is { LineStopped: true })
            {
                break;
            }
        }

        return status;
    }

    /// <summary>Stores a setting: the value may hold settings of its own, which are expanded only when it is read.</summary>
    public void Set(string name, string value)
    {
        var (block, setting, type) = _program.Settings.Parse(name);
        if (block is null)
        {
            throw _program.Errors.Failure(Errno.ENOENT, ErrorFile.Settings);
        }

        var stored = type ?? SettingType.String;
        block.Store(setting with { Type = stored }, stored.Parse(_program.Settings.Noted(setting, value)) ?? throw _program.Errors.Failure(Errno.EINVAL, ErrorFile.Settings));
        SettingsChanged();
    }

    /// <summary>Removes a setting; without a name, all of a block's.</summary>
    public void Clear(string name)
    {
        var (block, setting, _) = _program.Settings.Parse(name);
        if (block is null)
        {
            throw _program.Errors.Failure(Errno.ENOENT, ErrorFile.Settings);
        }

        block.Store(setting, null);
        SettingsChanged();
    }

    /// <summary>Goes on at the first line with that label.</summary>
    /// <exception cref="IpxeFailureException">There is no such label (2d02803b on BIOS).</exception>
    internal void Goto(string label)
    {
        if (_current is not { } execution)
        {
            throw _program.Errors.Failure(Errno.ENOENT, ErrorFile.Script);
        }

        var lines = execution.Script.Lines;
        for (var index = 0; index < lines.Count; index++)
        {
            if (lines[index].Label == label)
            {
                execution.Next = index;
                execution.LineStopped = true;
                return;
            }
        }

        throw _program.Errors.Failure(Errno.ENOENT, ErrorFile.Script);
    }

    /// <summary>Ends the script that runs now.</summary>
    internal void Exit()
    {
        if (_current is { } execution)
        {
            execution.Exited = execution.LineStopped = true;
        }
    }

    private void SettingsChanged()
    {
        foreach (var device in _program.Devices)
        {
            InterfaceManagement.ApplyAddress(device);
        }
    }

    private async Task<IpxeStatus> RunCommandAsync(IReadOnlyList<string> tokens)
    {
        if (tokens.Count == 0)
        {
            return IpxeStatus.Ok;
        }

        var words = tokens.Select(_program.Settings.Expand).ToList();

        _program.Record("script", "command", string.Join(' ', words), ("words", words));
        if (_commands.Find(words[0]) is not { } command)
        {
            _program.Console.Line($"{words[0]}: command not found");
            return _program.Errors.Make(Errno.ENOEXEC, ErrorFile.Exec);
        }

        try
        {
            return await command(words);
        }
        catch (IpxeFailureException failure)
        {
            return failure.Status;
        }
        catch (UsageException usage)
        {
            _program.Console.Line($"{words[0]}: {usage.Message}");
            return _program.Errors.Make(Errno.EINVAL, ErrorFile.ParseOpt);
        }
    }

    private sealed class Execution(ScriptText script)
    {
        public ScriptText Script { get; } = script;

        public int Next { get; set; }

        public bool LineStopped { get; set; }

        public bool Exited { get; set; }
    }
}
