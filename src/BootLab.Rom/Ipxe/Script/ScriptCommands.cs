namespace BootLab.Rom.Ipxe.Script;

/// <summary>A command: its words, the name among them.</summary>
internal delegate Task<IpxeStatus> Command(IReadOnlyList<string> words);

/// <summary>The commands by name, as far as the build has them.</summary>
internal sealed class ScriptCommands
{
    // What gPXE 1.0.0 does not have yet, and iPXE got later.
    private static readonly HashSet<string> AfterGpxe = ["goto", "isset", "iseq", "sanhook", "sanunhook", "prompt", "inc", "iflinkwait", "ifconf", "reboot", "poweroff"];

    private readonly Dictionary<string, Command> _commands;

    public ScriptCommands(IpxeProgram program, ScriptRunner runner)
    {
        var (flow, settings) = (new FlowCommands(program, runner), new SettingCommands(program, runner));
        var (interfaces, san, images) = (new InterfaceCommands(program), new SanCommands(program), new ImageCommands(program));
        _commands = new Dictionary<string, Command>
        {
            ["echo"] = flow.Echo,
            ["exit"] = flow.Exit,
            ["goto"] = flow.Goto,
            ["isset"] = flow.IsSet,
            ["iseq"] = flow.IsEqual,
            ["sleep"] = flow.Sleep,
            ["prompt"] = flow.Prompt,
            ["shell"] = FlowCommands.Shell,
            ["reboot"] = FlowCommands.Reboot,
            ["poweroff"] = FlowCommands.PowerOff,
            ["set"] = settings.Set,
            ["clear"] = settings.Clear,
            ["show"] = settings.Show,
            ["inc"] = settings.Increment,
            ["ifopen"] = interfaces.Open,
            ["ifclose"] = interfaces.Close,
            ["ifstat"] = interfaces.Status,
            ["iflinkwait"] = interfaces.WaitForLink,
            ["dhcp"] = interfaces.Configure,
            ["ifconf"] = interfaces.Configure,
            ["route"] = interfaces.Route,
            ["autoboot"] = interfaces.Autoboot,
            ["sanhook"] = san.Hook,
            ["sanboot"] = san.Boot,
            ["sanunhook"] = san.Unhook,
            ["chain"] = images.Chain,
            ["boot"] = images.Boot,
            ["imgexec"] = images.Boot,
            ["kernel"] = images.Kernel,
            ["imgselect"] = images.Kernel,
            ["imgload"] = images.Kernel,
            ["initrd"] = images.Fetch,
            ["module"] = images.Fetch,
            ["imgfetch"] = images.Fetch,
            ["imgfree"] = images.Free,
        };
        if (program.Build.IsGpxe)
        {
            foreach (var name in AfterGpxe)
            {
                _commands.Remove(name);
            }
        }
    }

    public Command? Find(string name) => _commands.GetValueOrDefault(name);
}
