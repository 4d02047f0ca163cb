using System.Net;
using System.Net.Sockets;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Iscsi.Initiator;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Rom.Journal;

namespace BootLab.Rom.Edk2;

/// <summary>
/// EDK2's IScsiDxe (NetworkPkg): runs the configured attempts NIC by NIC in PCI order and publishes a table with a NIC and a target for each attempt
/// that counts.
/// </summary>
public sealed class Edk2Program : IBootProgram
{
    private const int ReadyTries = 11;

    private static readonly ProducerProfile Profile = ProducerProfiles.Edk2;
    private readonly BootEnvironment _environment;
    private readonly IpHost _host;
    private readonly List<AttemptRun> _attempts;
    // MPIO as soon as one attempt asks for it; attempts of the other mode are then left out.
    private readonly bool _mpio;

    /// <summary>The driver with the machine's attempts.</summary>
    public Edk2Program(BootEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _host = new IpHost(environment.Loop, environment.Random);
        var ports = environment.Nics.ToDictionary(nic => nic.Spec.Name, nic => _host.AddInterface(nic.Spec.Name, nic.Spec.Mac, nic.Port));
        _mpio = environment.Rom.Attempts.Any(attempt => attempt.Mode == AttemptMode.Mpio);
        _attempts =
        [
            .. from attempt in environment.Rom.Attempts
               where attempt.Mode == (_mpio ? AttemptMode.Mpio : AttemptMode.Enabled)
               select new AttemptRun(attempt, environment.Nics.First(nic => nic.Spec.Name == attempt.Nic), ports[attempt.Nic]),
        ];
    }

    /// <inheritdoc/>
    public string? Unconfirmed => _mpio || _attempts.Exists(run => run.Spec is not { Ip: AttemptIp.Ipv4, Chap: null, InitiatorFromDhcp: true, TargetFromDhcp: true })
        ? "from source, not compared"
        : null;

    /// <inheritdoc/>
    public async Task<BootOutcome> RunAsync()
    {
        _environment.Journal.Record("power", "program-start", "EDK2 IScsiDxe starts", ("program", _environment.Rom.Program.Name));
        if (_environment.Rom.InitiatorName is null)
        {
            return new BootOutcome(BootOutcomeKind.Failed, "no initiator name is configured: EDK2 has no default one");
        }

        foreach (var run in _attempts.OrderBy(run => run.Nic.Spec.Pci))
        {
            await RunAttemptAsync(run);
        }

        // The first attempt that logged in boots; the others follow in the order of AttemptOrder.
        var boot = _attempts.Where(run => run.Session is not null).OrderBy(run => run.LoggedInAt).FirstOrDefault();
        if (boot is null)
        {
            return new BootOutcome(BootOutcomeKind.Failed, _attempts.Find(run => run.Failure is not null) is { } failed ? $"no attempt logged in: {failed.Failure}" : "no attempt logged in");
        }

        var described = new List<AttemptRun> { boot };
        described.AddRange(_attempts.Where(run => run != boot && (_mpio || run.Session is not null)));
        Publish(described);
        return await BootFromAsync(boot);
    }

    private async Task RunAttemptAsync(AttemptRun run)
    {
        run.Port.Open();
        if (!run.Nic.Spec.LinkUp || !run.Nic.Port.IsLinkUp)
        {
            Fail(run, "no link");
            return;
        }

        if (run.Spec.InitiatorFromDhcp && await LeaseAsync(run) is not { } lease)
        {
            Fail(run, run.Spec.TargetFromDhcp ? "no DHCP offer with a root path" : "no DHCP answer");
            return;
        }

        if (!run.Resolve(out var reason))
        {
            Fail(run, reason);
            return;
        }

        run.Port.RemoveAddresses(run.Address!.AddressFamily);
        run.Port.AddAddress(run.Address, run.PrefixLength);
        if (run.Address.AddressFamily == AddressFamily.InterNetwork)
        {
            run.Port.Gateway = run.Gateway;
        }
        else
        {
            run.Port.Gateway6 = run.Gateway;
        }

        await LogInAsync(run);
    }

    private async Task<DhcpMessage?> LeaseAsync(AttemptRun run)
    {
        var identity = new DhcpClientIdentity { Mac = run.Nic.Spec.Mac, PciVendor = run.Nic.Spec.Model.VendorId, PciDevice = run.Nic.Spec.Model.DeviceId };
        var profile = run.Spec.TargetFromDhcp ? DhcpClientProfiles.Edk2Iscsi : DhcpClientProfiles.Edk2IscsiAddressOnly;
        run.Lease = (await DhcpClientRunner.RunAsync(run.Port, profile, identity, _environment.Random)).Result?.Ack;
        if (run.Lease is { } lease)
        {
            _environment.Journal.Record("dhcp", "lease", $"{run.Nic.Spec.Name} has {lease.Yiaddr}", ("nic", run.Nic.Spec.Name), ("address", lease.Yiaddr.ToString()));
        }

        return run.Lease;
    }

    private async Task LogInAsync(AttemptRun run)
    {
        var chap = run.Spec.Chap;
        var options = new InitiatorOptions
        {
            InitiatorName = _environment.Rom.InitiatorName!,
            TargetName = run.TargetName!,
            Username = chap?.User,
            Password = chap?.Secret,
            ReverseUsername = chap?.ReverseUser,
            ReversePassword = chap?.ReverseSecret,
            LoginProfile = LoginProfiles.Edk2,
            Mac = run.Nic.Spec.Mac.GetAddressBytes(),
        };
        var portal = run.Portal!;
        for (var tries = 0; tries <= run.Spec.Retries; tries++)
        {
            string reason;
            try
            {
                var stream = _host.Router.TryRoute(portal.Address, out var route) && _environment.ConnectExisting(portal, route) is { } existing
                    ? await existing
                    : await _host.ConnectAsync(portal, run.Spec.ConnectTimeout);
                var result = await IscsiSession.LoginAsync(stream, options, _environment.Random, _environment.Loop.Time, PduEvents.Observe(_environment.Journal, portal));
                if (result is LoginSucceeded succeeded)
                {
                    run.Session = succeeded.Session;
                    run.LoggedInAt = _environment.Loop.Now;
                    _environment.Journal.Record("iscsi", "logged-in", $"logged in to {run.TargetName} at {portal} through {run.Nic.Spec.Name}",
                        ("nic", run.Nic.Spec.Name), ("target", run.TargetName), ("portal", portal.ToString()));
                    return;
                }

                if (result is LoginRedirect { Address: { } address } && IPEndPoint.TryParse(address.Split(',')[0], out var moved))
                {
                    // The session goes there; the table keeps the portal as configured (a2d59ef2).
                    portal = moved.Port == 0 ? new IPEndPoint(moved.Address, 3260) : moved;
                    tries--;
                    if (++run.Redirects > 10)
                    {
                        Fail(run, "redirected more than ten times");
                        return;
                    }

                    continue;
                }

                reason = result switch
                {
                    LoginRefused refused => $"{portal} refuses the login: {refused.Reason}",
                    LoginRedirect redirect => $"{portal} sends the login on to '{redirect.Address}', which is no portal",
                    LoginFailed failed => $"{portal}: {failed.Message}",
                    _ => result.ToString(),
                };
            }
            catch (NetworkException failure)
            {
                reason = failure.Message;
            }

            Fail(run, reason);
        }
    }

    private void Publish(List<AttemptRun> described)
    {
        var content = new IbftContent
        {
            OemId = Profile.OemId ?? _environment.Machine.Acpi.OemId,
            OemTableId = Profile.OemTableId ?? _environment.Machine.Acpi.OemTableId,
            // Counted over the attempts that are enabled, so that there may be fields for pairs that are not written.
            ControlPairs = _attempts.Count,
            Initiator = new InitiatorContent { Flags = Profile.InitiatorFlags, Name = ByteString.FromString(_environment.Rom.InitiatorName!) },
            Nics = [.. described.Select((run, index) => run.DescribeNic(Profile, index == 0))],
            Targets = [.. described.Select((run, index) => run.DescribeTarget(Profile, index))],
        };
        var table = IbftWriter.Write(Profile.Layout.Place(content));
        var address = _environment.Memory.Publish(table);
        _environment.Journal.Record("table", "table-written", $"iBFT of {table.Length} bytes at 0x{address:x}: {described.Count} NIC(s), {described.Count} target(s)",
            ("address", address), ("length", table.Length), ("nics", described.Count), ("targets", described.Count));
    }

    private async Task<BootOutcome> BootFromAsync(AttemptRun run)
    {
        try
        {
            var unit = run.Session!.GetLogicalUnit(run.Lun);
            await unit.TestUnitReadyAsync(ReadyTries);
            var capacity = await unit.ReadCapacityAsync();
            var found = await DiskProbe.ReadAsync(
                async (lba, count) =>
                {
                    var buffer = new byte[count * capacity.BlockSize];
                    await unit.ReadAsync(lba, count, buffer);
                    return buffer;
                },
                capacity.BlockSize, capacity.BlockCount);
            if (found.HasPlaceForUefi)
            {
                _environment.Journal.Record("boot", "booted", $"EFI system partition found ({found.Contents})");
                return new BootOutcome(BootOutcomeKind.Booted, $"EFI system partition found; its boot loader is taken as started ({found.Contents})");
            }

            return new BootOutcome(BootOutcomeKind.Attached, $"the disk has no EFI system partition ({found.Contents}); the table stays published");
        }
        catch (IOException failure)
        {
            return new BootOutcome(BootOutcomeKind.Attached, $"the disk cannot be read: {failure.Message}; the table stays published");
        }
    }

    private void Fail(AttemptRun run, string reason)
    {
        run.Failure = reason;
        _environment.Journal.Record("iscsi", "attempt-failed", $"attempt on {run.Nic.Spec.Name} failed: {reason}", ("nic", run.Nic.Spec.Name), ("reason", reason));
    }
}
