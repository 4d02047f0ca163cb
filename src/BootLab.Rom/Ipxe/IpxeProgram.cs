using BootLab.Net.Hosts;
using BootLab.Net.Tcp;
using BootLab.Rom.Ipxe.Bios;
using BootLab.Rom.Ipxe.San;
using BootLab.Rom.Ipxe.Script;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe;

/// <summary>A running gPXE or iPXE: its settings, NICs and SAN drives, and the parts that work on them.</summary>
public sealed class IpxeProgram : IBootProgram
{
    private readonly BootEnvironment _environment;
    private readonly LeaseFromRom? _lease;
    private int _opened;

    /// <summary>Starts the program on a machine. It drives the NICs of <paramref name="nics"/> only: one of them alone through its UNDI.</summary>
    /// <param name="environment">The machine.</param>
    /// <param name="nics">The NICs it has drivers for, in scan order.</param>
    /// <param name="lease">What a PXE ROM obtained before it loaded this program; null without one.</param>
    public IpxeProgram(BootEnvironment environment, IReadOnlyList<MachineNic> nics, LeaseFromRom? lease = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(nics);
        _environment = environment;
        _lease = lease;
        Build = IpxeBuild.For(environment.Rom.Program, environment.Machine.Firmware);
        Errors = new IpxeErrors(environment.Machine.Firmware);
        Settings = new SettingsTree { SecretSeen = environment.Journal.KeepSecret };
        Console = new ProgramConsole(environment.Loop, environment.Journal);
        Host = new IpHost(environment.Loop, environment.Random) { TcpProfile = TcpProfile.Ipxe };
        Devices = [.. nics.Select((nic, index) => new NetDevice($"net{index}", nic, Host.AddInterface($"net{index}", nic.Spec.Mac, nic.Port)))];
        Routing = new Ipv4Routing(Build.Routing, Devices, Host.Router);
        Host.Router = Routing;

        if (Build.HasNetX)
        {
            Settings.Root.Register(new LastOpenedSettings(() => LastOpened?.Settings));
        }

        foreach (var device in Devices)
        {
            Settings.Root.Register(device.Settings);
        }

        Settings.Root.Register(new SmbiosSettings(environment.Machine));
        Settings.Root.Register(new BuiltinSettings(environment.Machine, Build.Version, () => LastError.Code, () => environment.Loop.Time.GetUtcNow()));

        Interfaces = new InterfaceManagement(this);
        Int13 = new Int13(this);
        San = new SanBoot(this);
        Scripts = new ScriptRunner(this);
        Images = new ImageStore(this);
        Autoboot = new Autoboot(this);
    }

    /// <summary>What the machine gives the program.</summary>
    public BootEnvironment Environment => _environment;

    /// <summary>Which revision it is.</summary>
    public IpxeBuild Build { get; }

    /// <summary>Its error numbers.</summary>
    public IpxeErrors Errors { get; }

    /// <summary>Its console.</summary>
    public ProgramConsole Console { get; }

    /// <summary>Its TCP/IP stack.</summary>
    public IpHost Host { get; }

    /// <summary>The NICs it drives, in scan order.</summary>
    public IReadOnlyList<NetDevice> Devices { get; }

    /// <summary>Its routes.</summary>
    public Ipv4Routing Routing { get; }

    /// <summary>Its settings.</summary>
    public SettingsTree Settings { get; }

    /// <summary>The last error, <c>${errno}</c>.</summary>
    public IpxeStatus LastError { get; internal set; }

    /// <summary>Opening and configuring NICs.</summary>
    public InterfaceManagement Interfaces { get; }

    /// <summary>BIOS disk services.</summary>
    public Int13 Int13 { get; }

    /// <summary>SAN drives.</summary>
    public SanBoot San { get; }

    /// <summary>The script interpreter.</summary>
    public ScriptRunner Scripts { get; }

    /// <summary>Downloaded images.</summary>
    public ImageStore Images { get; }

    /// <summary>Automatic booting.</summary>
    public Autoboot Autoboot { get; }

    /// <summary>Of the NICs that are open, the one opened last; null when none is open.</summary>
    public NetDevice? LastOpened => Devices.Where(device => device.IsOpen).MaxBy(device => device.OpenedAt);

    /// <inheritdoc/>
    public string? Unconfirmed => Build.Unconfirmed;

    /// <inheritdoc/>
    public async Task<BootOutcome> RunAsync()
    {
        _environment.Journal.Record("power", "program-start", $"{Build.ProductName} {Build.Version} starts", ("program", Build.Program.Name), ("version", Build.Version));
        _environment.Memory.Reserve(Build.Placement);
        try
        {
            Banner();
            TakeOverLease();
            foreach (var setting in _environment.Rom.Settings)
            {
                Scripts.Set(setting.Name, setting.Value);
            }

            var status = await BootAsync();
            if (San.Drives.Count == 0)
            {
                _environment.Memory.Release();
            }

            return San.Drives.Count > 0
                ? new BootOutcome(BootOutcomeKind.Attached, $"the boot program has ended; {San.DrivesText} still attached", status.IsOk ? null : status.Code)
                : new BootOutcome(BootOutcomeKind.Failed, status.IsOk ? "the boot program has ended without booting anything" : status.ToString(), status.IsOk ? null : status.Code);
        }
        catch (HandedOverException handedOver)
        {
            return handedOver.Outcome;
        }
        catch (BootHangException hang)
        {
            Record("boot", "hang", hang.Message);
            return new BootOutcome(San.Drives.Count > 0 ? BootOutcomeKind.Attached : BootOutcomeKind.Failed, hang.Message);
        }
    }

    /// <summary>Opens a NIC: from then on it is the last opened one.</summary>
    internal void Open(NetDevice device)
    {
        if (!device.IsOpen)
        {
            device.Open(++_opened);
            InterfaceManagement.ApplyAddress(device);
        }
    }

    /// <summary>Records an event.</summary>
    internal void Record(string stage, string name, string text, params ReadOnlySpan<(string Key, object? Value)> data) =>
        _environment.Journal.Record(stage, name, text, data);

    private void Banner()
    {
        Console.Line();
        Console.Line();
        Console.Line($"{Build.ProductName} {Build.Version} -- Open Source Network Boot Firmware -- http://{(Build.IsGpxe ? "etherboot" : "ipxe")}.org");
    }

    private void TakeOverLease()
    {
        if (_lease is null || !Build.UsesCachedDhcp || Devices.FirstOrDefault(device => device.Nic == _lease.Nic) is not { } device)
        {
            return;
        }

        Open(device);
        InterfaceManagement.ApplyLease(device, _lease.Ack);
        Record("dhcp", "cached-lease", $"{device.Name} takes over the lease of the PXE ROM", ("nic", device.Name), ("address", _lease.Ack.Yiaddr.ToString()));
    }

    private async Task<IpxeStatus> BootAsync()
    {
        if (_environment.Rom.Script is { } embedded)
        {
            return await Scripts.RunAsync("embedded script", embedded.ReadAllBytes());
        }

        if (Settings.Text(Setting.Scriptlet) is { Length: > 0 } scriptlet)
        {
            return await Scripts.RunLineAsync(scriptlet);
        }

        return await Autoboot.RunAsync();
    }
}
