using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>The commands of a disk at one logical unit. One that a unit does not carry out for a reason that passes is sent again, as <see cref="IScsiPort.Retries"/> says.</summary>
/// <remarks>Every method throws <see cref="ScsiException"/> for a status other than GOOD and <see cref="IscsiException"/> where there was none.</remarks>
public sealed class LogicalUnit
{
    // 16,383 units.
    private const int MaxLunListLength = 8 + (16383 * 8);

    private readonly IScsiPort _port;

    /// <summary>A unit behind a port.</summary>
    public LogicalUnit(IScsiPort port, ScsiLun lun)
    {
        _port = port;
        Lun = lun;
    }

    /// <summary>Which unit.</summary>
    public ScsiLun Lun { get; }

    /// <summary>TEST UNIT READY, until the status is GOOD or the number of tries is used up; gives the last result, which is no exception.</summary>
    public async Task<ScsiResult> TestUnitReadyAsync(int tries = 1, CancellationToken cancellation = default)
    {
        for (var left = tries; ; left--)
        {
            var result = await _port.ExecuteAsync(Lun, Cdbs.TestUnitReady, cancellation: cancellation);
            if (result.IsGood || left <= 1)
            {
                return result;
            }
        }
    }

    /// <summary>READ CAPACITY(10), and (16) when the disk is too large for the former.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD, or with nonsense.</exception>
    public Task<DiskCapacity> ReadCapacityAsync(CancellationToken cancellation = default) => ReadCapacityAsync(blocking: false, cancellation).AsTask();

    /// <summary>READ(10), or (16) where needed, in one command.</summary>
    /// <param name="block">First logical block.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="buffer">Takes all of them; its length is what the initiator expects.</param>
    /// <param name="cancellation">Aborts the command.</param>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD, or with fewer bytes.</exception>
    public Task ReadAsync(long block, int count, Memory<byte> buffer, CancellationToken cancellation = default) =>
        ReadAsync(false, block, count, buffer, cancellation).AsTask();

    /// <summary>The same while the caller waits.</summary>
    public void Read(long block, int count, Memory<byte> buffer) => Synchronously.Run(ReadAsync(true, block, count, buffer, default));

    /// <summary>WRITE(10), or (16) where needed, in one command.</summary>
    /// <param name="block">First logical block.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="data">The data of all of them.</param>
    /// <param name="forceUnitAccess">The data are on the medium when the command ends (FUA).</param>
    /// <param name="cancellation">Aborts the command; blocks may have been written.</param>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public Task WriteAsync(long block, int count, ReadOnlyMemory<byte> data, bool forceUnitAccess = false, CancellationToken cancellation = default) =>
        WriteAsync(false, block, count, data, forceUnitAccess, cancellation).AsTask();

    /// <summary>The same while the caller waits.</summary>
    public void Write(long block, int count, ReadOnlyMemory<byte> data, bool forceUnitAccess = false) =>
        Synchronously.Run(WriteAsync(true, block, count, data, forceUnitAccess, default));

    /// <summary>SYNCHRONIZE CACHE(10): all that was written is on the medium.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public Task FlushAsync(CancellationToken cancellation = default) => FlushAsync(false, cancellation).AsTask();

    /// <summary>The same while the caller waits.</summary>
    public void Flush() => Synchronously.Run(FlushAsync(true, default));

    /// <summary>UNMAP: the blocks are no longer used.</summary>
    public Task UnmapAsync(long block, int count, CancellationToken cancellation = default)
    {
        var parameters = Cdbs.UnmapParameters(block, count);
        return RunAsync(false, "UNMAP", Cdbs.Unmap(parameters.Length), default, parameters, 0, cancellation).AsTask();
    }

    /// <summary>WRITE SAME(16): the data of one block to each of a range.</summary>
    public Task WriteSameAsync(long block, int count, ReadOnlyMemory<byte> data, bool unmap = false, CancellationToken cancellation = default) =>
        RunAsync(false, "WRITE SAME(16)", Cdbs.WriteSame(block, count, unmap), default, data, 0, cancellation).AsTask();

    /// <summary>VERIFY(16) without data.</summary>
    public Task VerifyAsync(long block, int count, CancellationToken cancellation = default) =>
        RunAsync(false, "VERIFY(16)", Cdbs.Verify(block, count), default, default, 0, cancellation).AsTask();

    /// <summary>COMPARE AND WRITE.</summary>
    /// <param name="block">First logical block.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="expectedThenNew">What is expected there, then what is to be there.</param>
    /// <param name="cancellation">Aborts the command; blocks may have been written.</param>
    /// <exception cref="ScsiException">Something else is there (MISCOMPARE), or the command failed otherwise.</exception>
    public Task CompareAndWriteAsync(long block, byte count, ReadOnlyMemory<byte> expectedThenNew, CancellationToken cancellation = default) =>
        RunAsync(false, "COMPARE AND WRITE", Cdbs.CompareAndWrite(block, count), default, expectedThenNew, 0, cancellation).AsTask();

    /// <summary>INQUIRY: standard data when <paramref name="page"/> is null, otherwise that vital product data page.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public Task<byte[]> InquiryAsync(byte? page = null, CancellationToken cancellation = default) => InquiryAsync(false, page, cancellation).AsTask();

    /// <summary>The vital product data page of block limits; no limits where the unit has no such page.</summary>
    public Task<UnitLimits> ReadLimitsAsync(CancellationToken cancellation = default) => ReadLimitsAsync(blocking: false, cancellation).AsTask();

    /// <summary>Whether the unit says that it is write-protected (MODE SENSE(6), the WP bit); false where it does not know the command.</summary>
    public Task<bool> IsWriteProtectedAsync(CancellationToken cancellation = default) => IsWriteProtectedAsync(blocking: false, cancellation).AsTask();

    /// <summary>REPORT LUNS: the units of the target.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public async Task<IReadOnlyList<ScsiLun>> ReportLunsAsync(CancellationToken cancellation = default)
    {
        const int Header = 8;
        for (var length = Header + (256 * 8); ;)
        {
            var answer = new byte[length];
            var result = await RunAsync(false, "REPORT LUNS", Cdbs.ReportLuns((uint)answer.Length), answer, default, Header, cancellation);
            var listed = BinaryPrimitives.ReadUInt32BigEndian(answer);
            if (listed > length - Header && length < MaxLunListLength)
            {
                length = (int)Math.Min(MaxLunListLength, Header + listed);
                continue;
            }

            var count = (int)Math.Min(listed, (uint)result.Transferred - Header) / 8;
            return [.. Enumerable.Range(0, count).Select(i => new ScsiLun(BinaryPrimitives.ReadUInt64BigEndian(answer.AsSpan(Header + (i * 8)))))];
        }
    }

    /// <summary>The unit as a seekable read-only stream; reads the capacity first.</summary>
    /// <exception cref="ScsiException">The capacity cannot be read.</exception>
    public async Task<IscsiLunStream> OpenStreamAsync(CancellationToken cancellation = default) => new(this, await ReadCapacityAsync(cancellation), default, canWrite: false);

    /// <summary>The unit as a stream that also writes where the unit is not write-protected; splits what is longer than the unit's limits.</summary>
    /// <exception cref="ScsiException">Capacity or limits cannot be read.</exception>
    public Task<IscsiLunStream> OpenWritableStreamAsync(CancellationToken cancellation = default) => OpenStreamAsync(false, canWrite: true, null, cancellation).AsTask();

    internal ValueTask<ScsiResult> ReadAsync(bool blocking, long block, int count, Memory<byte> buffer, CancellationToken cancellation) =>
        RunAsync(blocking, Cdbs.Needs16(block, count) ? "READ(16)" : "READ(10)", Cdbs.Read(block, count), buffer, default, buffer.Length, cancellation);

    internal ValueTask<ScsiResult> WriteAsync(
        bool blocking, long block, int count, ReadOnlyMemory<byte> data, bool forceUnitAccess, CancellationToken cancellation)
    {
        var length = Cdbs.Needs16(block, count) ? 16 : 10;
        return RunAsync(blocking, length == 16 ? "WRITE(16)" : "WRITE(10)", Cdbs.Write(block, count, length, forceUnitAccess), default, data, 0, cancellation);
    }

    internal ValueTask<ScsiResult> FlushAsync(bool blocking, CancellationToken cancellation) =>
        RunAsync(blocking, "SYNCHRONIZE CACHE(10)", Cdbs.SynchronizeCache, default, default, 0, cancellation);

    internal async ValueTask<IscsiLunStream> OpenStreamAsync(bool blocking, bool canWrite, ReconnectingSession? owned, CancellationToken cancellation)
    {
        var capacity = await ReadCapacityAsync(blocking, cancellation);
        var limits = await ReadLimitsAsync(blocking, cancellation);
        return new IscsiLunStream(this, capacity, limits, canWrite && !await IsWriteProtectedAsync(blocking, cancellation)) { Owned = owned };
    }

    private async ValueTask<DiskCapacity> ReadCapacityAsync(bool blocking, CancellationToken cancellation)
    {
        var answer = new byte[8];
        await RunAsync(blocking, "READ CAPACITY(10)", Cdbs.ReadCapacity10, answer, default, answer.Length, cancellation);
        var lastBlock = BinaryPrimitives.ReadUInt32BigEndian(answer);
        if (lastBlock != uint.MaxValue)
        {
            return Capacity(lastBlock, BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(4)));
        }

        answer = new byte[32];
        await RunAsync(blocking, "READ CAPACITY(16)", Cdbs.ReadCapacity16, answer, default, 12, cancellation);
        return Capacity(BinaryPrimitives.ReadUInt64BigEndian(answer), BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(8)));
    }

    private async ValueTask<byte[]> InquiryAsync(bool blocking, byte? page, CancellationToken cancellation)
    {
        var answer = new byte[255];
        var result = await RunAsync(blocking, "INQUIRY", Cdbs.Inquiry(page, (ushort)answer.Length), answer, default, 0, cancellation);
        return answer[..result.Transferred];
    }

    private async ValueTask<UnitLimits> ReadLimitsAsync(bool blocking, CancellationToken cancellation)
    {
        try
        {
            var page = await InquiryAsync(blocking, 0xb0, cancellation);
            return page.Length < 16 || page[1] != 0xb0 ? default : new UnitLimits(Word(page, 8), Word(page, 12), Word(page, 20));
        }
        catch (ScsiException error) when (error.Result.Sense?.Key == SenseKey.IllegalRequest)
        {
            return default;
        }

        static uint Word(byte[] page, int offset) => page.Length >= offset + 4 ? BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(offset)) : 0;
    }

    private async ValueTask<bool> IsWriteProtectedAsync(bool blocking, CancellationToken cancellation)
    {
        try
        {
            var answer = new byte[4];
            var result = await RunAsync(blocking, "MODE SENSE(6)", Cdbs.ModeSense6(0x3f, (byte)answer.Length), answer, default, 0, cancellation);
            return result.Transferred >= 3 && (answer[2] & 0x80) != 0;
        }
        catch (ScsiException error) when (error.Result.Sense?.Key == SenseKey.IllegalRequest)
        {
            return false;
        }
    }

    private static DiskCapacity Capacity(ulong lastBlock, uint blockSize) =>
        blockSize is >= 512 and <= 65536 && (blockSize & (blockSize - 1)) == 0 && lastBlock < (ulong)long.MaxValue / blockSize
            ? new DiskCapacity((long)lastBlock + 1, (int)blockSize)
            : throw new IscsiException(
                IscsiFailure.UnexpectedPdu,
                $"the unit says that its last block is {lastBlock} and a block has {blockSize} bytes; expected a block of 512 to 65536 bytes, a power of two");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ScsiResult> RunAsync(
        bool blocking, string name, Cdb cdb, Memory<byte> dataIn, ReadOnlyMemory<byte> dataOut, int atLeast, CancellationToken cancellation)
    {
        var (retries, attentions, busy) = (_port.Retries, 0, 0);
        while (true)
        {
            var result = blocking ? _port.Execute(Lun, cdb, dataIn, dataOut) : await _port.ExecuteAsync(Lun, cdb, dataIn, dataOut, cancellation);
            if (result.IsGood)
            {
                return result.Transferred >= atLeast
                    ? result
                    : throw new IscsiException(IscsiFailure.UnexpectedPdu, $"{name} brought {result.Transferred} bytes, expected {atLeast}");
            }

            if (result.IsUnitAttention && attentions++ < retries.UnitAttention)
            {
                continue;
            }

            if (result.Status is not (ScsiStatus.Busy or ScsiStatus.TaskSetFull) || busy == retries.Busy)
            {
                throw new ScsiException(name, result);
            }

            var delay = retries.BusyDelay * (1 << Math.Min(busy++, 16));
            if (blocking)
            {
                Thread.Sleep(delay);
            }
            else
            {
                await Task.Delay(delay, _port.Time, cancellation);
            }
        }
    }
}
