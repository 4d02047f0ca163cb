using System.Net.NetworkInformation;
using System.Text;
using BootLab.Labs.Files;
using BootLab.Machine;
using BootLab.Testing;
using NJsonSchema;
using Xunit;

namespace BootLab.Labs.Tests.Files;

/// <summary>Install records: in a lab, in a file of their own, and which NIC they name first.</summary>
public sealed class InstallRecordTests
{
    private static readonly PhysicalAddress s_san = PhysicalAddress.Parse("525400000840");
    private static readonly PhysicalAddress s_lan = PhysicalAddress.Parse("525400000841");

    private static byte[] Table => File.ReadAllBytes(Repository.PathTo("tests", "fixtures", "tables", "lkml-2020-01-11-rintel-3nic-3target.bin"));

    private static InstallRecord Full => LabLoader.Load(Corpus.PathTo("ok/full.yaml")).Os!.Installed!;

    [Fact]
    public void Everything_in_a_record_is_read()
    {
        var record = Full;

        Assert.Equal((9200, InstallWay.SetupToIscsi), (record.Build, record.Way));
        Assert.Equal(["KB2487376"], record.Hotfixes);
        Assert.Equal("b57nd60a", record.FirstNic.Service);
        var san = record.Nics[0];
        Assert.Equal((s_san, new PciAddress(1, 8, 4, 0)), (san.Mac, san.Pci));
        Assert.Equal(((ushort?)0x14e4, (ushort?)0x1659, 0x165914e4u, (byte?)0x11, 0x525400ffff000840u), (san.VendorId, san.DeviceId, san.Subsystem, san.Revision, san.SerialNumber));
        Assert.Equal((@"PCI\VEN_14E4&DEV_1659&SUBSYS_165914E4&REV_11\525400FFFF00084000", "0007", "b57nd60a", true), (san.InstancePath, san.ClassIndex, san.Service, san.IsListed));
        Assert.Empty(san.Filters!);
        Assert.Equal([new InstalledFilter("{B70D6460-3635-4D42-B866-B8AB1A24454C}", IsMandatory: true)], record.Nics[1].Filters);
    }

    [Fact]
    public void A_record_that_is_written_reads_back_the_same()
    {
        using var folder = new TemporaryFolder();
        var written = Full with { Table = Table };
        written = written with { FirstNic = FirstOf(written.Table!.Value) };
        var text = InstallRecordText.Of(written, "a comment");

        var read = InstallRecordFile.Load(folder.Write("installed.yaml", Encoding.UTF8.GetBytes(text)));

        Assert.True(written.Table!.Value.Span.SequenceEqual(read.Table!.Value.Span));
        Assert.Equivalent(written with { Table = null }, read with { Table = null }, strict: true);
        Assert.Equal(text, InstallRecordText.Of(read, "a comment"));
    }

    [Fact]
    public void The_first_nic_is_that_of_the_table_else_the_first_that_is_listed()
    {
        var byTable = Parse("table: installed.bin\nnics: [{mac: \"52:54:00:00:08:41\", pci: \"08:04.1\", listed: true}]");
        var byList = Parse("nics: [{mac: \"52:54:00:00:08:41\", pci: \"08:04.1\", listed: false}, {mac: \"52:54:00:00:08:40\", pci: \"08:04.0\", listed: true}]");

        Assert.Equal(FirstOf(byTable.Table!.Value), byTable.FirstNic);
        Assert.Equal(s_san, byList.FirstNic.Mac);
    }

    [Fact]
    public void A_first_nic_that_is_not_the_tables_is_a_mistake()
    {
        var error = Assert.Throws<LabFileException>(() => Parse("table: installed.bin\nfirst-nic: {mac: \"52:54:00:00:08:41\", pci: \"08:04.1\"}"));

        Assert.Contains("found 08:04.1 as the first NIC, but 'table' names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_takes_a_record()
    {
        var schema = await JsonSchema.FromJsonAsync(SmallFileSchemas.InstallRecord());

        Assert.Empty(schema.Validate("""{"build": 9200, "nics": [{"mac": "52:54:00:00:08:40", "pci": "08:04.0", "listed": true, "serial": "52-54-00-ff-ff-00-08-40"}]}"""));
        Assert.NotEmpty(schema.Validate("""{"nics": [{"mac": "52:54:00:00:08:40", "pci": "08:04.0", "serial": "5254"}]}"""));
    }

    private static InstalledNic FirstOf(ReadOnlyMemory<byte> table) =>
        Ibft.IbftReader.TryRead(table.Span, out var content, out _) ? new(content.Nics[0].MacAddress, PciAddress.FromBdf(content.Nics[0].PciBdf)) : throw new InvalidOperationException();

    private static InstallRecord Parse(string yaml)
    {
        using var folder = new TemporaryFolder();
        folder.Write("installed.bin", Table);
        return InstallRecordFile.Load(folder.Write("record.yaml", Encoding.UTF8.GetBytes(yaml)));
    }
}
