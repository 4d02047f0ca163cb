using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Rom;
using Xunit;

namespace BootLab.Iscsi.Tests;

public class InitiatorAndTargetTests
{
    private static readonly ScsiLun One = ScsiLun.FromNumber(1);

    [Fact]
    public async Task Boot_reads_the_disk_through_a_plain_login()
    {
        var rig = new Rig();
        await using var session = await rig.LoggedInAsync();
        var unit = session.GetLogicalUnit(One);

        Assert.True((await unit.TestUnitReadyAsync()).IsGood);
        Assert.Equal(new DiskCapacity(2048, 512), await unit.ReadCapacityAsync());
        var sectors = new byte[4 * 512];
        await unit.ReadAsync(64, 4, sectors);

        Assert.Equal(Rig.Disk(2048)[(64 * 512)..(68 * 512)], sectors);
        Assert.Equal("10.0.2.15:64297 iqn.2026-01.test:client1 -> iqn.2026-01.test:disk1 at 10.0.2.2:47260: logged in (None)", Assert.Single(rig.Logins).ToString());
    }

    [Fact]
    public async Task Both_sides_count_the_same_PDUs()
    {
        var rig = new Rig();
        await using var session = await rig.LoggedInAsync();
        await session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]);

        Assert.Equal(
            [
                (PduDirection.Sent, Opcode.LoginRequest), (PduDirection.Received, Opcode.LoginResponse),
                (PduDirection.Sent, Opcode.LoginRequest), (PduDirection.Received, Opcode.LoginResponse),
                (PduDirection.Sent, Opcode.ScsiCommand), (PduDirection.Received, Opcode.DataIn),
            ],
            rig.Seen);
        Assert.Equal(rig.Seen.Select(seen => seen.Opcode), rig.SeenByTarget.Select(seen => seen.Opcode));
    }

    [Fact]
    public async Task Long_read_comes_in_PDUs_of_the_length_agreed()
    {
        var rig = new Rig { Initiator = new() { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, LoginProfile = LoginProfiles.Ipxe } };
        await using var session = await rig.LoggedInAsync();
        var buffer = new byte[1024 * 512];

        await session.GetLogicalUnit(One).ReadAsync(1000, 1024, buffer);
        Assert.Equal(Rig.Disk(2048)[(1000 * 512)..(2024 * 512)], buffer);
        Assert.Equal(1024 * 512 / 8192, rig.Seen.Count(seen => seen.Opcode == Opcode.DataIn));
    }

    [Fact]
    public async Task Several_reads_at_once_are_answered_each()
    {
        var rig = new Rig();
        await using var session = await rig.LoggedInAsync();
        var unit = session.GetLogicalUnit(One);
        var buffers = Enumerable.Range(0, 50).Select(_ => new byte[512]).ToArray();

        await Task.WhenAll(buffers.Select((buffer, block) => unit.ReadAsync(block, 1, buffer)));
        Assert.Equal(Rig.Disk(2048)[..(50 * 512)], buffers.SelectMany(buffer => buffer));
    }

    [Theory]
    [InlineData("ipxe")]
    [InlineData("edk2")]
    public async Task Writes_stay_in_the_overlay(string producer)
    {
        var beneath = new byte[4096 * 512];
        var rig = new Rig
        {
            Target = new TargetOptions { Name = Rig.TargetName, Luns = new Dictionary<ushort, IBlockStore> { [1] = new CopyOnWriteBlockStore(new MemoryBlockStore(beneath)) } },
            Initiator = new InitiatorOptions
            {
                InitiatorName = Rig.InitiatorName,
                TargetName = Rig.TargetName,
                LoginProfile = producer == "edk2" ? LoginProfiles.Edk2 : LoginProfiles.Ipxe,
                Mac = new byte[6],
            },
        };
        await using var session = await rig.LoggedInAsync();
        var unit = session.GetLogicalUnit(One);
        var data = Rig.Disk(1500);

        await unit.WriteAsync(7, 1500, data);
        await unit.FlushAsync();
        var read = new byte[data.Length];
        await unit.ReadAsync(7, 1500, read);
        Assert.Equal(data, read);
        Assert.Equal(3, rig.Seen.Count(seen => seen.Opcode == Opcode.ReadyToTransfer));
        Assert.True(beneath.AsSpan().IndexOfAnyExcept((byte)0) < 0, "what lies beneath was touched");
    }

    [Fact]
    public async Task A_read_only_disk_refuses_writes()
    {
        await using var session = await new Rig().LoggedInAsync();

        var error = await Assert.ThrowsAsync<ScsiException>(() => session.GetLogicalUnit(One).WriteAsync(0, 1, new byte[512]));
        Assert.Equal(SenseData.WriteProtected, error.Result.Sense);
    }

    [Theory]
    [InlineData(2048, 1)]
    [InlineData(2047, 2)]
    [InlineData(0x2_0000_0000, 1)]
    public async Task A_read_beyond_the_end_is_refused(long block, int count)
    {
        await using var session = await new Rig().LoggedInAsync();

        var error = await Assert.ThrowsAsync<ScsiException>(() => session.GetLogicalUnit(One).ReadAsync(block, count, new byte[count * 512]));
        Assert.Equal(SenseData.BlockOutOfRange, error.Result.Sense);
    }

    [Fact]
    public async Task A_large_disk_is_read_with_sixteen_byte_commands()
    {
        var rig = new Rig { Target = new TargetOptions { Name = Rig.TargetName, AnyLun = new HugeStore() } };
        await using var session = await rig.LoggedInAsync();
        var unit = session.GetLogicalUnit(One);
        var buffer = new byte[512];

        Assert.Equal(new DiskCapacity(HugeStore.Blocks, 512), await unit.ReadCapacityAsync());
        await unit.ReadAsync(HugeStore.Blocks - 1, 1, buffer);
        Assert.Equal(HugeStore.Blocks - 1, BitConverter.ToInt64(buffer));
    }

    [Fact]
    public async Task A_unit_that_does_not_exist_says_so()
    {
        var rig = new Rig { Target = new TargetOptions { Name = Rig.TargetName, Luns = new Dictionary<ushort, IBlockStore> { [1] = new MemoryBlockStore(new byte[512]) } } };
        await using var session = await rig.LoggedInAsync();

        var missing = await session.ExecuteAsync(ScsiLun.FromNumber(0), Cdbs.TestUnitReady);
        Assert.Equal(SenseData.LogicalUnitNotSupported, missing.Sense);
        Assert.Equal(0x7f, (await session.GetLogicalUnit(ScsiLun.FromNumber(0)).InquiryAsync())[0]);
        Assert.Equal([One], await session.GetLogicalUnit(ScsiLun.FromNumber(0)).ReportLunsAsync());
        Assert.True((await session.ExecuteAsync(One, Cdbs.TestUnitReady)).IsGood);
    }

    [Fact]
    public async Task A_fresh_session_that_meets_unit_attention_goes_on()
    {
        var rig = new Rig { Target = new TargetOptions { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(Rig.Disk(16)), ReportsPowerOn = true } };
        await using var session = await rig.LoggedInAsync();

        Assert.Equal(16, (await session.GetLogicalUnit(One).ReadCapacityAsync()).BlockCount);
        Assert.Equal(2, rig.Seen.Count(seen => seen == (PduDirection.Sent, Opcode.ScsiCommand)));
    }

    [Theory]
    [InlineData(512, 0, 512)]
    [InlineData(512, 1, 100_000)]
    [InlineData(4096, 4000, 9000)]
    [InlineData(4096, 1_000_000, 5_000_000)]
    public async Task The_stream_reads_any_range(int blockSize, int offset, int length)
    {
        var disk = Rig.Disk(2048);
        var rig = new Rig { Target = new TargetOptions { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(disk, blockSize) } };
        await using var session = await rig.LoggedInAsync();
        await using var stream = await session.GetLogicalUnit(One).OpenStreamAsync();

        stream.Seek(offset, SeekOrigin.Begin);
        var read = new MemoryStream();
        var buffer = new byte[length];
        for (int count; read.Length < length && (count = await stream.ReadAsync(buffer.AsMemory(0, length - (int)read.Length))) > 0;)
        {
            read.Write(buffer, 0, count);
        }

        Assert.Equal(disk[offset..Math.Min(offset + length, disk.Length)], read.ToArray());
        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(buffer));
    }

    [Fact]
    public async Task The_stream_reads_synchronously_too_where_no_loop_is_blocked()
    {
        await using var session = await new Rig().LoggedInAsync();
        await using var stream = await session.GetLogicalUnit(One).OpenStreamAsync();
        var read = new byte[700];

        await Task.Run(() => stream.ReadExactly(read), TestContext.Current.CancellationToken);
        Assert.Equal(Rig.Disk(2048)[..700], read);
    }

    [Fact]
    public async Task Logout_ends_the_session_in_good_order()
    {
        var rig = new Rig();
        var session = await rig.LoggedInAsync();

        await session.LogoutAsync();
        Assert.Equal((PduDirection.Received, Opcode.LogoutResponse), rig.Seen[^1]);
        Assert.Equal(IscsiFailure.Closed, (await Assert.ThrowsAsync<IscsiException>(() => session.ExecuteAsync(One, Cdbs.TestUnitReady).AsTask())).Failure);
    }

    [Fact]
    public async Task Task_tags_are_counted_over_all_sessions_of_one_ROM()
    {
        var tags = new TaskTags(LoginProfiles.Ipxe.TagBase);
        var rig = new Rig { Initiator = new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, TaskTags = tags } };
        await using var first = await rig.LoggedInAsync();
        await using var second = await rig.LoggedInAsync();
        await first.ExecuteAsync(One, Cdbs.TestUnitReady);

        Assert.Equal(0x18ae0004u, tags.Next());
    }

    private sealed class HugeStore : IBlockStore
    {
        public const long Blocks = 0x3_0000_0000;

        public int BlockSize => 512;

        public long BlockCount => Blocks;

        public bool IsReadOnly => true;

        public void Read(long block, Span<byte> destination) => BitConverter.TryWriteBytes(destination, block);

        public void Write(long block, ReadOnlySpan<byte> source) => throw new IOException();

        public void Flush()
        {
        }
    }
}
