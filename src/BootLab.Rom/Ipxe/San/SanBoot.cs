using BootLab.Disk.Optical;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Iscsi.Initiator;
using BootLab.Machine;
using BootLab.Net.Hosts;
using BootLab.Rom.Ipxe.Settings;
using BootLab.Rom.Ipxe.Tables;

namespace BootLab.Rom.Ipxe.San;

/// <summary>SAN drives: attaching them, describing them in the table, reading, detaching.</summary>
public sealed class SanBoot
{
    /// <summary>How long the emulation waits where the real program waits for ever, before it says that this is a hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // iPXE: SAN_COMMAND_TIMEOUT.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReopenDelay = TimeSpan.FromSeconds(5);
    private const int DefaultDrive = 0x80;
    private const int DefaultRetries = 10;
    private const int ReopenLimit = 100;

    private readonly IpxeProgram _program;
    private readonly PathOpening _opening;
    private readonly List<SanDrive> _drives = [];
    // The order of the table: that in which the paths were opened, over all drives.
    private readonly List<SanPath> _described = [];

    internal SanBoot(IpxeProgram program)
    {
        _program = program;
        var profile = program.Build.IsGpxe ? LoginProfiles.Gpxe100 : LoginProfiles.Ipxe;
        _opening = new PathOpening(program, new TaskTags(profile.TagBase));
    }

    /// <summary>The attached drives in the order they were attached.</summary>
    public IReadOnlyList<SanDrive> Drives => _drives;

    /// <summary>The attached drives for a sentence.</summary>
    public string DrivesText => $"drive{(_drives.Count == 1 ? string.Empty : "s")} {string.Join(", ", _drives)}";

    /// <summary>The drive number to use when none is named: the setting san-drive, or 0x80; in gPXE always the next that is free.</summary>
    public int DefaultDriveNumber => _program.Build.IsGpxe ? _program.Int13.NextNaturalNumber(DefaultDrive)
        : _program.Settings.Root.Fetch(Setting.SanDrive) is null ? DefaultDrive
        : (int)_program.Settings.Number(Setting.SanDrive);

    /// <summary>Attaches a drive: opens its paths, waits for the first that becomes ready, reads the capacity, looks for an ISO 9660 volume.</summary>
    /// <exception cref="IpxeFailureException">With the number that iPXE would print.</exception>
    public async Task<SanDrive> HookAsync(int number, IReadOnlyList<string> uris, bool describe)
    {
        ArgumentNullException.ThrowIfNull(uris);
        var natural = _program.Int13.NextNaturalNumber(number);
        var asksForNatural = _program.Environment.Machine.Firmware == FirmwareKind.Bios && (number & 0x7f) == 0x7f;
        var drive = new SanDrive(asksForNatural ? natural : number, [.. uris.Select(uri => new SanPath(uri))], describe) { NaturalNumber = natural };
        if (_drives.Exists(other => other.Number == drive.Number))
        {
            throw _program.Errors.Failure(Errno.EADDRINUSE, ErrorFile.SanBoot);
        }

        try
        {
            await ReopenAsync(drive);
            drive.Capacity = await CommandAsync(drive, unit => unit.ReadCapacityAsync());
            if (drive.Capacity.BlockSize is > 0 and <= IsoVolume.SectorSize)
            {
                var blocks = IsoVolume.SectorSize / drive.Capacity.BlockSize;
                drive.VolumeDescriptor = await ReadAsync(drive, IsoVolume.FirstDescriptor * blocks, blocks);
                drive.IsCdrom = IsoVolume.TryRead(drive.VolumeDescriptor.Span, out _, out _);
            }

            await _program.Int13.GuessGeometryAsync(drive);
        }
        catch
        {
            Detach(drive);
            throw;
        }

        _drives.Add(drive);
        _program.Int13.CountDrive(drive.Number);
        _program.Record("iscsi", "drive-attached", $"drive {drive}: {drive.Capacity.BlockCount} blocks of {drive.Capacity.BlockSize} bytes",
            ("drive", drive.Number), ("blocks", drive.Capacity.BlockCount), ("block-size", drive.Capacity.BlockSize));
        return drive;
    }

    /// <summary>Writes the table for everything that is attached, in place of the one before.</summary>
    /// <exception cref="IpxeFailureException">A target has no route, or the table does not fit its buffer (34852006); then no table is left.</exception>
    public void Describe()
    {
        _program.Environment.Memory.RemoveTables();
        if (_described.Count == 0 || (_program.Environment.Machine.Firmware == FirmwareKind.Uefi && !_program.Build.Table.InstallsOnUefi))
        {
            return;
        }

        IbftTable table;
        try
        {
            table = BootPrograms.LayoutOf(_program.Environment.Rom, _program.Environment.Machine.Firmware).Place(new TableContents(_program).Describe(_described));
        }
        catch (LayoutException failure)
        {
            _program.Record("table", "table-failed", failure.Message, ("found", failure.Found), ("limit", failure.Limit));
            throw _program.Errors.Failure(Errno.ENOBUFS, ErrorFile.Ibft);
        }

        if (_program.Build.TableBufferSize is { } limit && table.Size > limit)
        {
            _program.Record("table", "table-failed", $"the table has {table.Size} bytes, the buffer {limit}", ("found", table.Size), ("limit", limit));
            throw _program.Errors.Failure(Errno.ENOSPC, ErrorFile.Int13);
        }

        var bytes = IbftWriter.Write(table);
        var address = _program.Environment.Memory.Publish(bytes);
        _program.Record("table", "table-written", $"iBFT of {bytes.Length} bytes at 0x{address:x}: {table.Nics.Length} NIC(s), {table.Targets.Length} target(s)",
            ("address", address), ("length", bytes.Length), ("nics", table.Nics.Length), ("targets", table.Targets.Length));
    }

    /// <summary>Detaches a drive; unknown numbers are ignored. The table stays as it is until the next one is written.</summary>
    public void Unhook(int number)
    {
        if (_drives.Find(drive => drive.Number == number) is not { } drive)
        {
            return;
        }

        _drives.Remove(drive);
        Detach(drive);
        _program.Record("iscsi", "drive-detached", $"drive {drive} detached", ("drive", number));
    }

    /// <summary>Reads blocks of the target's size, with the retries of a SAN device command.</summary>
    public async Task<byte[]> ReadAsync(SanDrive drive, long lba, int count)
    {
        ArgumentNullException.ThrowIfNull(drive);
        var buffer = new byte[count * drive.Capacity.BlockSize];
        return await CommandAsync(drive, async unit =>
        {
            await unit.ReadAsync(lba, count, buffer);
            return buffer;
        });
    }

    private void Detach(SanDrive drive)
    {
        foreach (var path in drive.Paths)
        {
            path.Close();
            _described.Remove(path);
        }

        drive.Active = null;
    }

    /// <summary>Opens all paths at once; the first that is ready becomes the active one and the others are closed as they become ready.</summary>
    private async Task ReopenAsync(SanDrive drive)
    {
        foreach (var path in drive.Paths)
        {
            path.Close();
        }

        drive.Active = null;
        foreach (var path in drive.Paths)
        {
            _opening.Prepare(path);
            if (drive.Described)
            {
                _described.Remove(path);
                _described.Add(path);
            }
        }

        var firstReady = new TaskCompletionSource<IpxeStatus>();
        var closed = 0;
        var firstFailure = IpxeStatus.Ok;
        foreach (var path in drive.Paths)
        {
            _ = OpenOneAsync(path);
        }

        var status = await firstReady.Task;
        if (!status.IsOk)
        {
            throw new IpxeFailureException(status);
        }

        async Task OpenOneAsync(SanPath path)
        {
            try
            {
                await _opening.OpenAsync(path);
                path.Status = IpxeStatus.Ok;
                if (drive.Active is null)
                {
                    drive.Active = path;
                    firstReady.TrySetResult(IpxeStatus.Ok);
                }
                else
                {
                    path.Close();
                }
            }
            catch (IpxeFailureException failure)
            {
                path.Close();
                path.Status = failure.Status;
                firstFailure = firstFailure.IsOk ? failure.Status : firstFailure;
                if (++closed == drive.Paths.Count)
                {
                    // The earliest failure is the one that tells most: a refused login rather than a time-out on another path.
                    firstReady.TrySetResult(firstFailure);
                }
            }
            catch (BootHangException hang)
            {
                firstReady.TrySetException(hang);
            }
        }
    }

    private async Task<T> CommandAsync<T>(SanDrive drive, Func<LogicalUnit, Task<T>> command)
    {
        var limit = _program.Settings.Root.Fetch(Setting.SanRetries) is { Value.Length: <= 4 } set ? SettingType.ReadInteger(set.Value, signed: false) : DefaultRetries;
        var status = IpxeStatus.Ok;
        var reopened = 0;
        for (long retries = 0; retries <= limit; retries++)
        {
            if (drive.Active?.Session is null)
            {
                try
                {
                    await ReopenAsync(drive);
                }
                catch (IpxeFailureException failure)
                {
                    status = failure.Status;
                    await Task.Delay(ReopenDelay, _program.Environment.Loop.Time);
                    if (drive.Paths.Count > 1)
                    {
                        // Not counted as a retry: as long as no path comes back, the real program goes on trying.
                        retries--;
                        if (++reopened == ReopenLimit)
                        {
                            throw new BootHangException($"no path of drive {drive} comes back; {_program.Build.ProductName} tries for ever");
                        }
                    }

                    continue;
                }
            }

            try
            {
                return await command(drive.Active!.Unit).WaitAsync(CommandTimeout, _program.Environment.Loop.Time);
            }
            catch (Exception failure) when (failure is IscsiException or ScsiException or NetworkException or TimeoutException)
            {
                status = _opening.Explain(failure);
                _program.Record("iscsi", "command-failed", failure is TimeoutException ? $"no answer within {CommandTimeout.TotalSeconds} s" : failure.Message, ("drive", drive.Number), ("status", status.ToString()));
                if (failure is not ScsiException)
                {
                    drive.Active?.Close();
                    drive.Active = null;
                }
            }
        }

        throw new IpxeFailureException(status);
    }
}
