using System.Diagnostics;
using BootLab.Iscsi.Target;
using BootLab.Machine;
using BootLab.Report.Accounts;

namespace BootLab.Vm.Systems;

/// <summary>Writes down what is seen of a guest, boot by boot. It is told from several threads.</summary>
/// <param name="nics">The guest's cards.</param>
/// <param name="said">Is told of each thing in words.</param>
internal sealed class BootLog(IReadOnlyList<NicSpec> nics, Action<string> said)
{
    // iPXE and gPXE: whoever else logs in is the system that they have booted.
    private const uint FenSystems = 10019;

    /// <summary>SeaBIOS answers a reset of a machine that had started with another one of its own (seen with 1.16.2): what follows this fast is the same restart.</summary>
    private static readonly TimeSpan s_sameRestart = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = new();
    private readonly List<Boot> _boots = [new Boot(TimeSpan.Zero, nics)];

    /// <summary>Time since the machine was switched on.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>How often it has restarted.</summary>
    public int Restarts
    {
        get
        {
            lock (_lock)
            {
                return _boots.Count - 1;
            }
        }
    }

    /// <summary>The machine is switched on.</summary>
    public void Start() => _clock.Start();

    /// <summary>The guest has reset the machine; whether that is a restart of its own.</summary>
    public bool Reset()
    {
        lock (_lock)
        {
            if (_boots.Count > 1 && _clock.Elapsed - _boots[^1].At < s_sameRestart)
            {
                return false;
            }

            _boots.Add(new Boot(_clock.Elapsed, nics));
            said($"the machine restarts by itself, {(_boots.Count == 2 ? "once" : $"{_boots.Count - 1} times")} so far");
            return true;
        }
    }

    /// <summary>A boot sector is entered; whether for the first time in this boot.</summary>
    public bool BootSector()
    {
        lock (_lock)
        {
            if (_boots[^1].BootSectorAt is not null)
            {
                return false;
            }

            _boots[^1].BootSectorAt = _clock.Elapsed;
            said("a boot sector is entered");
            return true;
        }
    }

    /// <summary>A login has ended.</summary>
    public void Login(LoginRecord login)
    {
        lock (_lock)
        {
            var isSystem = login.Isid.Enterprise != FenSystems;
            var seen = new ObservedLogin(
                _clock.Elapsed, login.Peer.Address.ToString(), login.InitiatorName, login.TargetName, login.Isid.ToString(), isSystem, login.AuthMethod, (ushort)((login.StatusClass << 8) | login.StatusDetail));
            _boots[^1].Logins.Add(seen);
            said($"{(isSystem ? "the system's initiator" : "the boot program")}: {login}");
        }
    }

    /// <summary>A card has sent a frame.</summary>
    public void Sent(string nic, string? dhcpClass)
    {
        lock (_lock)
        {
            var boot = _boots[^1];
            var use = boot.Nics[nic];
            use.Frames++;
            use.FramesAfterLogin += boot.Logins.Exists(login => login is { IsSystem: true, Status: 0 }) ? 1 : 0;
            if (dhcpClass is not null && !use.DhcpClients.Contains(dhcpClass))
            {
                use.DhcpClients.Add(dhcpClass);
                said($"a DHCP client of class {dhcpClass} asks for a lease through {nic}");
            }
        }
    }

    /// <summary>The system has told QEMU that it crashes.</summary>
    public void Panic(uint? stopCode)
    {
        lock (_lock)
        {
            _boots[^1].Panics.Add(new ObservedPanic(_clock.Elapsed, stopCode));
            said(stopCode is { } code ? $"the system crashes, stop code 0x{code:X}" : "the system crashes");
        }
    }

    /// <summary>The boots so far.</summary>
    public IReadOnlyList<ObservedBoot> Boots()
    {
        lock (_lock)
        {
            return [.. _boots.Select(boot => boot.Observed())];
        }
    }

    private sealed class Boot(TimeSpan at, IReadOnlyList<NicSpec> nics)
    {
        public TimeSpan At => at;

        public TimeSpan? BootSectorAt { get; set; }

        public List<ObservedLogin> Logins { get; } = [];

        public List<ObservedPanic> Panics { get; } = [];

        public Dictionary<string, Use> Nics { get; } = nics.ToDictionary(nic => nic.Name, nic => new Use(nic));

        public ObservedBoot Observed() => new() { At = at, BootSectorAt = BootSectorAt, Logins = [.. Logins], Panics = [.. Panics], Nics = [.. Nics.Values.Select(use => use.Observed())] };
    }

    private sealed class Use(NicSpec nic)
    {
        public int Frames { get; set; }

        public int FramesAfterLogin { get; set; }

        public List<string> DhcpClients { get; } = [];

        public ObservedNic Observed() => new(nic.Name, nic.Pci, Frames, FramesAfterLogin, [.. DhcpClients]);
    }
}
