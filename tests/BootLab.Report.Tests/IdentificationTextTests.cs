using BootLab.Ibft.Identification;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Testing;
using Xunit;

namespace BootLab.Report.Tests;

public sealed class IdentificationTextTests
{
    [Theory]
    [InlineData("identify-ipxe.txt", "captured/ipxe-debian-mpath-2nics-norouter/table.bin")]
    [InlineData("identify-edk2.txt", "captured/edk2-ovmf2022.11-1attempt-dhcp/table.bin")]
    [InlineData("identify-unknown.txt", "handmade/two.bin")]
    public void The_screen_says_who_and_why(string golden, string table)
    {
        using var writer = new StringWriter();
        IdentificationText.Write(writer, Screen.Plain, ProducerIdentifier.Rank(File.ReadAllBytes(Repository.Fixture(table.Split('/')))));
        Golden.Equal("BootLab.Report.Tests", golden, writer.ToString());
    }
}
