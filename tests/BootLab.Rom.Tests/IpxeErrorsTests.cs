using BootLab.Machine;
using BootLab.Rom.Ipxe;
using Xunit;

namespace BootLab.Rom.Tests;

/// <summary>The numbers that real runs printed, from what they stand for.</summary>
public class IpxeErrorsTests
{
    [Theory]
    [InlineData(0x1c0d6102, Errno.EINVAL, ErrorFile.Iscsi, 1)] // root path too short
    [InlineData(0x1c0d6202, Errno.EINVAL, ErrorFile.Iscsi, 2)] // bad mix of credentials
    [InlineData(0x1c704002, Errno.EINVAL, ErrorFile.Scsi, 0)] // LUN
    [InlineData(0x3e11613b, Errno.ENXIO, ErrorFile.Dns, 1)] // no such host
    [InlineData(0x0f0a6039, Errno.ECONNRESET, ErrorFile.Tcp, 0)]
    [InlineData(0x3c092003, Errno.ENOTSUP, ErrorFile.Open, 0)] // unknown scheme
    [InlineData(0x03232019, Errno.EADDRINUSE, ErrorFile.SanBoot, 0)] // drive in use
    [InlineData(0x1d852039, Errno.EIO, ErrorFile.Int13, 0)] // no boot sector
    [InlineData(0x4c0a6035, Errno.ETIMEDOUT, ErrorFile.Tcp, 0)]
    [InlineData(0x4c116035, Errno.ETIMEDOUT, ErrorFile.Dns, 0)]
    [InlineData(0x3f122003, Errno.EOPNOTSUPP, ErrorFile.BlockDevice, 0)]
    [InlineData(0x2c0d603b, Errno.ENODEV, ErrorFile.Iscsi, 0)] // target not found
    [InlineData(0x34852006, Errno.ENOSPC, ErrorFile.Int13, 0)] // 768 bytes
    [InlineData(0x170ce011, Errno.EHOSTUNREACH, ErrorFile.Ibft, 0)]
    [InlineData(0x410d613c, Errno.EPERM, ErrorFile.Iscsi, 1)] // CHAP
    [InlineData(0x1d704039, Errno.EIO, ErrorFile.Scsi, 0)]
    [InlineData(0x2d02803b, Errno.ENOENT, ErrorFile.Script, 0)] // goto
    public void A_number_names_error_file_cause_and_PXE_status(uint number, Errno errno, ErrorFile file, int cause) =>
        Assert.Equal(number, new IpxeErrors(FirmwareKind.Bios).Make(errno, file, cause).Code);

    [Fact]
    public void On_UEFI_the_last_byte_is_an_EFI_status()
    {
        Assert.Equal(0x7f22208eu, IpxeErrors.EfiPlatformError(ErrorFile.EfiBlock, 14).Code);
        Assert.Equal(0x1c0d6182u, new IpxeErrors(FirmwareKind.Uefi).Make(Errno.EINVAL, ErrorFile.Iscsi, 1).Code);
    }

    [Fact]
    public void A_number_without_a_text_is_printed_as_it_is()
    {
        var errors = new IpxeErrors(FirmwareKind.Bios);
        Assert.Equal("Error 0x170ce011 (http://ipxe.org/170ce011)", errors.Make(Errno.EHOSTUNREACH, ErrorFile.Ibft).ToString());
        Assert.Equal("No space left on device (http://ipxe.org/34852006)", errors.Make(Errno.ENOSPC, ErrorFile.Int13).ToString());
    }
}
