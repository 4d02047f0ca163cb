using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>The commands of a disk at one logical unit. A command that meets a UNIT ATTENTION is sent again.</summary>
public sealed class LogicalUnit
{
    // iPXE tries TEST UNIT READY eleven times in all, whatever the status, before it gives up.
    private const int MaxRetries = 10;

    private readonly IscsiSession _session;

    internal LogicalUnit(IscsiSession session, ScsiLun lun)
    {
        _session = session;
        Lun = lun;
    }

    /// <summary>Which unit.</summary>
    public ScsiLun Lun { get; }

    /// <summary>TEST UNIT READY, up to eleven times at once until the status is GOOD; gives the last result.</summary>
    public async Task<ScsiResult> TestUnitReadyAsync(CancellationToken cancellation = default)
    {
        for (var retry = 0; ; retry++)
        {
            var result = await _session.ExecuteAsync(Lun, Cdbs.TestUnitReady, cancellation: cancellation);
            if (result.IsGood || retry == MaxRetries)
            {
                return result;
            }
        }
    }

    /// <summary>READ CAPACITY(10), and (16) when the disk is too large for the former.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD, or with nonsense.</exception>
    public async Task<DiskCapacity> ReadCapacityAsync(CancellationToken cancellation = default)
    {
        var answer = new byte[8];
        await RunAsync("READ CAPACITY(10)", Cdbs.ReadCapacity10, answer, default, answer.Length, cancellation);
        var lastBlock = BinaryPrimitives.ReadUInt32BigEndian(answer);
        if (lastBlock != uint.MaxValue)
        {
            return Capacity(lastBlock, BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(4)));
        }

        answer = new byte[32];
        await RunAsync("READ CAPACITY(16)", Cdbs.ReadCapacity16, answer, default, 12, cancellation);
        return Capacity(BinaryPrimitives.ReadUInt64BigEndian(answer), BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(8)));
    }

    /// <summary>READ(10), or (16) where needed, in one command.</summary>
    /// <param name="block">First logical block.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="buffer">Takes all of them; its length is what the initiator expects.</param>
    /// <param name="cancellation">Abandons the session.</param>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD, or with fewer bytes.</exception>
    public Task ReadAsync(long block, int count, Memory<byte> buffer, CancellationToken cancellation = default) =>
        RunAsync(Cdbs.Needs16(block, count) ? "READ(16)" : "READ(10)", Cdbs.Read(block, count), buffer, default, buffer.Length, cancellation);

    /// <summary>WRITE(10), or (16) where needed, in one command.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public Task WriteAsync(long block, int count, ReadOnlyMemory<byte> data, CancellationToken cancellation = default) =>
        RunAsync(Cdbs.Needs16(block, count) ? "WRITE(16)" : "WRITE(10)", Cdbs.Write(block, count), default, data, 0, cancellation);

    /// <summary>SYNCHRONIZE CACHE(10).</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public Task FlushAsync(CancellationToken cancellation = default) =>
        RunAsync("SYNCHRONIZE CACHE(10)", Cdbs.SynchronizeCache, default, default, 0, cancellation);

    /// <summary>INQUIRY: standard data when <paramref name="page"/> is null, otherwise that vital product data page.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public async Task<byte[]> InquiryAsync(byte? page = null, CancellationToken cancellation = default)
    {
        var answer = new byte[255];
        var result = await RunAsync("INQUIRY", Cdbs.Inquiry(page, (ushort)answer.Length), answer, default, 0, cancellation);
        return answer[..result.Transferred];
    }

    /// <summary>REPORT LUNS: the units of the target.</summary>
    /// <exception cref="ScsiException">The unit answered with another status than GOOD.</exception>
    public async Task<IReadOnlyList<ScsiLun>> ReportLunsAsync(CancellationToken cancellation = default)
    {
        var answer = new byte[8 + (256 * 8)];
        var result = await RunAsync("REPORT LUNS", Cdbs.ReportLuns((uint)answer.Length), answer, default, 8, cancellation);
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(answer), (uint)result.Transferred - 8) / 8;
        return [.. Enumerable.Range(0, length).Select(i => new ScsiLun(BinaryPrimitives.ReadUInt64BigEndian(answer.AsSpan(8 + (i * 8)))))];
    }

    /// <summary>The unit as a seekable read-only stream; reads the capacity first.</summary>
    /// <exception cref="ScsiException">The capacity cannot be read.</exception>
    public async Task<IscsiLunStream> OpenStreamAsync(CancellationToken cancellation = default) => new(this, await ReadCapacityAsync(cancellation));

    private static DiskCapacity Capacity(ulong lastBlock, uint blockSize) =>
        blockSize is >= 512 and <= 65536 && (blockSize & (blockSize - 1)) == 0 && lastBlock < (ulong)long.MaxValue / blockSize
            ? new DiskCapacity((long)lastBlock + 1, (int)blockSize)
            : throw new IscsiException(
                IscsiFailure.UnexpectedPdu,
                $"the unit says that its last block is {lastBlock} and a block has {blockSize} bytes; expected a block of 512 to 65536 bytes, a power of two");

    private async Task<ScsiResult> RunAsync(
        string name, Cdb cdb, Memory<byte> dataIn, ReadOnlyMemory<byte> dataOut, int atLeast, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var result = await _session.ExecuteAsync(Lun, cdb, dataIn, dataOut, cancellation);
            if (result.IsUnitAttention && retry < MaxRetries)
            {
                continue;
            }

            if (!result.IsGood)
            {
                throw new ScsiException(name, result);
            }

            return result.Transferred >= atLeast
                ? result
                : throw new IscsiException(IscsiFailure.UnexpectedPdu, $"{name} brought {result.Transferred} bytes, expected {atLeast}");
        }
    }
}
