using System.Globalization;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe.Script;

/// <summary>Commands on settings: set, clear, show, inc.</summary>
internal sealed class SettingCommands(IpxeProgram program, ScriptRunner runner)
{
    public Task<IpxeStatus> Set(IReadOnlyList<string> words)
    {
        // The name, then everything else joined with single spaces; nothing behind the name deletes the setting.
        var arguments = FlowCommands.Arguments(words, 1, int.MaxValue);
        var value = string.Join(' ', arguments.Skip(1));
        return Do(() =>
        {
            if (value.Length == 0)
            {
                runner.Clear(arguments[0]);
            }
            else
            {
                runner.Set(arguments[0], value);
            }
        });
    }

    public Task<IpxeStatus> Clear(IReadOnlyList<string> words) => Do(() => runner.Clear(FlowCommands.Arguments(words, 1, 1)[0]));

    public Task<IpxeStatus> Show(IReadOnlyList<string> words)
    {
        var name = FlowCommands.Arguments(words, 1, 1)[0];
        var (block, setting, type) = program.Settings.Parse(name);
        if (block?.Fetch(setting) is not { } found)
        {
            var status = program.Errors.Make(Errno.ENOENT, ErrorFile.Settings);
            program.Console.Line($"Could not find \"{name}\": {status}");
            return Task.FromResult(status);
        }

        program.Console.Line($"{PathOf(found.Origin)}{setting.Name}:{type.Name} = {program.Settings.Noted(setting, type.Format(found.Value))}");
        return Task.FromResult(IpxeStatus.Ok);
    }

    public Task<IpxeStatus> Increment(IReadOnlyList<string> words)
    {
        var arguments = FlowCommands.Arguments(words, 1, 2);
        var step = arguments.Count > 1 ? CommandLine.ParseInteger(arguments[1]) : 1;
        var (block, setting, type) = program.Settings.Parse(arguments[0]);
        var existing = block?.Fetch(setting);
        if (existing is not null && type == SettingType.String)
        {
            throw program.Errors.Failure(Errno.ENOTSUP, ErrorFile.Settings);
        }

        var value = SettingType.ReadInteger(existing?.Value, signed: true) + step;
        var text = value.ToString(CultureInfo.InvariantCulture);
        return Do(() => runner.Set(existing is null && type == SettingType.String ? $"{arguments[0]}:int32" : arguments[0], text));
    }

    private Task<IpxeStatus> Do(Action change)
    {
        try
        {
            change();
            return Task.FromResult(IpxeStatus.Ok);
        }
        catch (IpxeFailureException failure)
        {
            program.Console.Line($"Could not change setting: {failure.Status}");
            throw;
        }
    }

    private static string PathOf(SettingsBlock block)
    {
        var names = new List<string>();
        for (var level = block; level is { Parent: not null }; level = level.Parent)
        {
            names.Insert(0, level.Name);
        }

        return names.Count == 0 ? string.Empty : $"{string.Join('.', names)}/";
    }
}
