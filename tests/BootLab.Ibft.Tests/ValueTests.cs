namespace BootLab.Ibft.Tests;

public class ValueTests
{
    [Fact]
    public void LunOneIsInTheFirstLevel()
    {
        var bytes = new byte[8];
        Lun.FromNumber(1).Write(bytes);

        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0], bytes);
        Assert.Equal("0001-0000-0000-0000", Lun.Read(bytes).ToString());
        Assert.Equal("1234-5678-9abc-def0", new Lun(0x123456789abcdef0).ToString());
    }

    [Theory]
    [InlineData(0x0820, "08:04.0")]
    [InlineData(0x0821, "08:04.1")]
    [InlineData(0xffff, "ff:1f.7")]
    public void PciFunctionsAreShownInTheUsualForm(ushort bdf, string text) => Assert.Equal(text, PciText.Format(bdf));

    [Fact]
    public void ByteStringsAreEqualByTheirBytes()
    {
        ByteString text = "iqn.2026-11.lab.boot:init";

        Assert.Equal(text, new ByteString("iqn.2026-11.lab.boot:init"u8.ToArray()));
        Assert.Equal(text.GetHashCode(), new ByteString("iqn.2026-11.lab.boot:init"u8.ToArray()).GetHashCode());
        Assert.NotEqual(text, "iqn.2026-11.lab.boot:init2");
        Assert.Equal(default, new ByteString(ReadOnlyMemory<byte>.Empty));
    }
}
