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

        var shown = SettingsTree.TypeOf(setting, type, found.Origin);
        program.Console.Line($"{PathOf(found.Origin)}{setting.Name}:{shown.Name} = {program.Settings.Noted(setting, shown.Format(found.Value))}");
        return Task.FromResult(IpxeStatus.Ok);
    }

    public Task<IpxeStatus> Increment(IReadOnlyList<string> words)
    {
        var arguments = FlowCommands.Arguments(words, 1, 2);
        var step = arguments.Count > 1 ? CommandLine.ParseInteger(arguments[1]) : 1;
        var (block, setting, type) = program.Settings.Parse(arguments[0]);
        var existing = block?.Fetch(setting);
        var stored = existing is { } found ? SettingsTree.TypeOf(setting, type, found.Origin) : type ?? SettingType.Int32;
        if (stored == SettingType.String)
        {
            var status = program.Errors.Make(Errno.ENOTSUP, ErrorFile.Settings);
            program.Console.Line($"Could not fetch \"{arguments[0]}\": {status}");
            return Task.FromResult(status);
        }

        var value = SettingType.ReadInteger(existing?.Value, signed: true) + step;
        var name = arguments[0].Split(':')[0];
        return Do(() => runner.Set($"{name}:{stored.Name}", value.ToString(CultureInfo.InvariantCulture)));
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
