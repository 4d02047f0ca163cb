using System.Net;
using BootLab.Rom.Ipxe.San;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe;

/// <summary>What the program does when nobody tells it anything: lease, boot file, root path.</summary>
public sealed class Autoboot
{
    private readonly IpxeProgram _program;

    internal Autoboot(IpxeProgram program) => _program = program;

    private string DriveNoun => _program.Build.IsGpxe ? "BIOS drive" : "SAN device";

    /// <summary>Tries the NICs in their order: the one that owns the ROM alone, where the build knows it.</summary>
    public async Task<IpxeStatus> RunAsync()
    {
        var status = _program.Errors.Make(Errno.ENODEV, ErrorFile.AutoBoot);
        foreach (var device in Candidates())
        {
            status = await BootFromAsync(device);
        }

        _program.Console.Line("No more network devices");
        return status;
    }

    /// <summary>Boots from one NIC; all others are closed first.</summary>
    public async Task<IpxeStatus> BootFromAsync(NetDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        foreach (var other in _program.Devices)
        {
            if (other.IsOpen)
            {
                other.Close();
            }
        }

        _program.Open(device);
        _program.Interfaces.PrintStatus(device);
        try
        {
            await _program.Interfaces.ConfigureAsync(device);
            _program.Interfaces.PrintRoutes();
            return await BootFromSettingsAsync();
        }
        catch (IpxeFailureException failure)
        {
            _program.LastError = failure.Status;
            return failure.Status;
        }
    }

    /// <summary>
    /// The heart of every SAN boot, from a lease and from sanboot alike: attach, describe, start the boot file if there is one, boot from the drive, detach.
    /// </summary>
    /// <param name="filename">URI of the boot file; null without one.</param>
    /// <param name="rootPaths">URIs of the drive; empty to use a drive that is attached already, or none.</param>
    /// <param name="drive">Drive number; null when no drive takes part.</param>
    /// <param name="describe">Whether the table is written.</param>
    /// <param name="boot">Whether to boot from the drive.</param>
    /// <param name="unhook">Whether to detach the drive when that failed.</param>
    public async Task<IpxeStatus> BootUriAsync(string? filename, IReadOnlyList<string> rootPaths, int? drive, bool describe, bool boot, bool unhook)
    {
        ArgumentNullException.ThrowIfNull(rootPaths);
        if (drive is { } number && rootPaths.Count > 0)
        {
            try
            {
                drive = (await _program.San.HookAsync(number, rootPaths, describe)).Number;
            }
            catch (IpxeFailureException failure)
            {
                _program.Console.Line($"Could not {(_program.Build.IsGpxe ? "attach iSCSI" : "open SAN")} device: {failure.Status}");
                return _program.LastError = failure.Status;
            }

            _program.Console.Line($"{(_program.Build.IsGpxe ? "Registered as" : "Registered")} {DriveNoun} 0x{drive:x2}");
        }

        var status = IpxeStatus.Ok;
        try
        {
            if (drive is not null && describe)
            {
                Describe();
            }

            if (filename is not null)
            {
                status = await StartFileAsync(filename);
            }

            if (drive is { } device && boot)
            {
                status = await BootFromDriveAsync(device, status);
            }
        }
        catch (IpxeFailureException failure)
        {
            status = failure.Status;
        }

        if (drive is { } attached && unhook)
        {
            if (_program.Settings.Number(Setting.KeepSan) == 0)
            {
                _program.San.Unhook(attached);
                _program.Console.Line($"{(_program.Build.IsGpxe ? "Unregistering" : "Unregistered")} {DriveNoun} 0x{attached:x2}");
            }
            else
            {
                _program.Console.Line(_program.Build.IsGpxe ? "Preserving connection to SAN disk" : $"Preserving SAN device 0x{attached:x2}");
            }
        }

        return _program.LastError = status;
    }

    private void Describe()
    {
        try
        {
            _program.San.Describe();
        }
        catch (IpxeFailureException failure)
        {
            _program.Console.Line($"Could not describe SAN device{(_program.Build.HasMultipath ? "s" : string.Empty)}: {failure.Status}");
            throw;
        }
    }

    private async Task<IpxeStatus> StartFileAsync(string filename)
    {
        var image = await _program.Images.DownloadAsync(filename);
        _program.Console.Line($"{image.Name} : {image.Bytes.Length} bytes{(image.IsScript ? " [script]" : string.Empty)}");
        var status = await _program.Images.ExecuteAsync(image);
        if (!status.IsOk)
        {
            _program.Console.Line($"Could not boot image: {status}");
        }

        return status;
    }

    private async Task<IpxeStatus> BootFromDriveAsync(int drive, IpxeStatus before)
    {
        if (_program.Settings.Number(Setting.SkipSanBoot) != 0)
        {
            _program.Console.Line($"Skipping boot from SAN device 0x{drive:x2}");
            return before;
        }

        _program.Console.Line($"Booting from {DriveNoun} 0x{drive:x2}");
        var status = await _program.Int13.BootAsync(drive);
        _program.Console.Line(_program.Build.IsGpxe ? "Boot failed" : $"Boot from SAN device 0x{drive:x2} failed: {status}");
        return status;
    }

    private IEnumerable<NetDevice> Candidates()
    {
        var own = _program.Environment.Rom.BootNic is { } name ? _program.Devices.FirstOrDefault(device => device.Nic.Spec.Name == name) : null;
        return own is not null && _program.Build.FiltersAutobootNic ? [own] : _program.Devices;
    }

    private Task<IpxeStatus> BootFromSettingsAsync()
    {
        var filename = FileUri();
        var rootPath = RootPathUri();
        if (filename is not null && rootPath is not null && RootPath.SchemeOf(rootPath) is not ("iscsi" or "tftp" or "http" or "https" or "nfs" or "ftp"))
        {
            _program.Console.Line("Ignoring unsupported root path");
            rootPath = null;
        }

        if (filename is null && rootPath is null)
        {
            var status = _program.Errors.Make(Errno.ENOENT, ErrorFile.AutoBoot, 1);
            _program.Console.Line($"Nothing to boot: {status}");
            return Task.FromResult(status);
        }

        var drive = rootPath is null ? (int?)null : _program.San.DefaultDriveNumber;
        return BootUriAsync(filename, rootPath is null ? [] : [rootPath], drive, describe: rootPath is not null, boot: rootPath is not null, unhook: rootPath is not null);
    }

    /// <summary>The boot file of the settings as a URI; the next server is the one of the block that named the file, since 936134ed (2013).</summary>
    private string? FileUri()
    {
        if (_program.Settings.Root.Fetch(Setting.Filename) is not { } file)
        {
            return null;
        }

        var block = _program.Build.Since(2013, 7, 13) ? file.Origin : _program.Settings.Root;
        var server = block.Fetch(Setting.NextServer) is { Value.Length: >= 4 } found ? new IPAddress(found.Value.AsSpan(0, 4)) : IPAddress.Any;
        if (!server.Equals(IPAddress.Any))
        {
            _program.Console.Line($"Next server: {server}");
        }

        var text = Setting.Filename.Type.Format(file.Value);
        if (text.Length == 0)
        {
            return null;
        }

        _program.Console.Line($"Filename: {text}");
        var expanded = _program.Settings.Expand(text);
        return RootPath.SchemeOf(expanded) is null && !server.Equals(IPAddress.Any) ? $"tftp://{server}/{expanded}" : expanded;
    }

    private string? RootPathUri()
    {
        if (_program.Settings.Text(Setting.RootPath) is not { Length: > 0 } text)
        {
            return null;
        }

        _program.Console.Line($"Root path: {text}");
        var expanded = _program.Settings.Expand(text);
        // Beside no boot file, today's program tries a root path without a scheme all the same; the old ones do as if there were none.
        return RootPath.SchemeOf(expanded) is null && !_program.Build.HasMultipath ? null : expanded;
    }
}
