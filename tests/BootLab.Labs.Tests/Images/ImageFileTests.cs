using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BootLab.Disk.Making;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;
using BootLab.Labs.Files;
using BootLab.Labs.Images;
using BootLab.Machine;
using BootLab.Testing;
using NJsonSchema;
using Xunit;

namespace BootLab.Labs.Tests.Images;

/// <summary>Descriptions of images: kinds, what is laid over them, and mistakes.</summary>
public sealed class ImageFileTests
{
    public static TheoryData<string> Kinds => [.. ImageFile.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_written_as_a_file_is_the_same_disk(string kind)
    {
        using var folder = new TemporaryFolder();
        var known = ImageFile.OfKind(kind);

        var again = ImageFile.Load(folder.Write("image.yaml", Encoding.UTF8.GetBytes(known.ToYaml())));

        Assert.Equal(known.ToYaml(), again.ToYaml());
        Assert.Equal(Bytes(known.Read()), Bytes(again.Read()));
    }

    [Fact]
    public void Kinds_are_the_builds_that_they_are_named_after() => Assert.Equal(
        [3790, 7601, 7601, 9200, 9600, 14393, 22631, 26100],
        ImageFile.Kinds.Select(kind => ImageFile.OfKind(kind).Read().Version.Build!.Value));

    [Fact]
    public void A_file_says_what_is_different_from_its_kind()
    {
        var image = Load("""
            kind: windows-2012
            services:
              E1G60: {boot-flags: 0, start-override: {"0": 3}}
              Psched: null
              iScsiPrt: {start: 4}
            filters: {wfp: {run-type: optional}}
            nics: [{pci: "08:04.0", ids: "8086:10d3", service: e1iexpress, serial: 52-54-00-ff-ff-00-08-40, config-flags: 0x20, network-address: "525400000841", address: 10.9.0.5/23, gateway: 10.9.0.1, tcpip: false}]
            bcd: {os-device: another-disk, recovery: true}
            registry:
              control-set: {'Control\Session Manager\Memory Management': {PagingFiles: []}}
              system: {Select: {Default: 2}, 'ControlSet002\Services\E1G60': {Start: 4}}
              software: {'Policies\Microsoft\Windows\WindowsUpdate': {ExcludeWUDriversInQualityUpdate: 1, WUServer: http://updates.lab}}
            """).Read();

        Assert.Equal((3u, 0u, 3u), (image.Services["E1G60"].Start, image.Services["E1G60"].BootFlags!.Value, image.Services["E1G60"].StartOverrides["0"]));
        Assert.Equal(4u, image.Services["iScsiPrt"].Start);
        Assert.False(image.Services.ContainsKey("Psched"));
        Assert.Equal(2u, image.Filters["wfp"].RunType);
        Assert.Equal((BootDevice.ThisDisk, BootDevice.AnotherDisk, true), (image.BootEntry!.Device, image.BootEntry.OsDevice, image.BootEntry.Recovery!.Value));

        var system = RegistryHive.Open(WindowsHives.System(image).ToBytes());
        var facts = WindowsFacts.Read(system)!;
        var nic = Assert.Single(facts.Nics);
        Assert.Equal("PCI\\VEN_8086&DEV_10D3&SUBSYS_11001AF4&REV_03\\525400FFFF00084000", nic.Device.Path);
        Assert.Equal((0x20u, "0007", "525400000841", null, false), (nic.Device.ConfigFlags!.Value, nic.Adapter!.Index, nic.Adapter.NetworkAddress, nic.Service, nic.IsBoundToTcpip));
        Assert.Equal((false, "10.9.0.5", "10.9.0.1"), (nic.Interface!.EnableDhcp!.Value, nic.Interface.IPAddresses[0], nic.Interface.DefaultGateways[0]));
        Assert.Empty(facts.Settings.PagingFiles.Texts);
        Assert.Equal(60u, facts.Settings.DiskTimeOut.Number);
        Assert.Equal(4u, WindowsFacts.Read(system, "Default")!.Service("E1G60")!.Start);
        var policy = RegistryHive.Open(WindowsHives.Software(image).ToBytes()).Find("Policies\\Microsoft\\Windows\\WindowsUpdate")!;
        Assert.Equal((1u, "http://updates.lab"), (policy.Value("ExcludeWUDriversInQualityUpdate")!.AsUInt32!.Value, policy.Value("WUServer")!.AsString));
    }

    [Fact]
    public void The_kinds_have_the_card_of_the_origin_installed_through_its_second_port()
    {
        foreach (var kind in ImageFile.Kinds)
        {
            var facts = WindowsFacts.Read(RegistryHive.Open(WindowsHives.System(ImageFile.OfKind(kind).Read()).ToBytes()))!;

            Assert.Equal(["08:04.0", "08:04.1"], facts.Nics.Select(nic => nic.Device.PciLocation.ToString()));
            Assert.Equal(["0008", "0007"], facts.Nics.Select(nic => nic.Adapter!.Index));
            Assert.All(facts.Nics, nic => Assert.True(nic is { Service: not null, IsBoundToTcpip: true }));
            Assert.Equal(kind == "windows-2003" ? [0, 0] : [1, 0], facts.Nics.Select(nic => nic.Adapter!.Filters.Count(filter => facts.Filter(filter.Filter!.Value)!.RunType == 1)));
        }
    }

    [Fact]
    public void Nics_of_a_command_line_take_the_rest_from_the_kind()
    {
        var image = ImageFile.OfKind("windows-2012").With([new ImageNic(new PciAddress(0, 3, 0, 0), "8086:10d3", "e1iexpress"), new ImageNic(new PciAddress(0, 3, 0, 1), null, null), new ImageNic(default, null, null)]).Read();

        Assert.Equal([("03:00.0", 0x10d3, "e1iexpress", "0007", 1), ("03:00.1", 0x100e, "E1G60", "0008", 2), ("00:00.0", 0x100e, "E1G60", "0009", 2)],
            image.Nics.Select(nic => (nic.Location.ToString(), (int)nic.Device, nic.Service, nic.ClassIndex, nic.Filters.Count)));
    }

    [Theory]
    [InlineData("kind: windows-95", "1:7: found the kind 'windows-95', expected one of: windows-2003, windows-7")]
    [InlineData("kind: [windows-7]", "1:7: found the kind a list, expected one of")]
    [InlineData("- kind", "found a list, expected an image description")]
    [InlineData("firmware: bios", "found an image description without 'title'")]
    [InlineData("kind: windows-7\nservices: {disk: {start: 5}}", "2:26: found the number 5, expected a start from 0 to 4")]
    [InlineData("kind: windows-7\nservices: {new: {group: NDIS}}", "2:17: found a service without 'start'")]
    [InlineData("kind: windows-7\nnics: [{pci: \"08:04.0\", ids: \"8086:100e\", filters: [vpn]}]", "found the filter 'vpn' at the NIC 08:04.0, expected one of: wfp, qos")]
    [InlineData("kind: windows-7\nnics: [{pci: \"08:04.0\", ids: \"8086:100e\"}, {pci: \"08:04.0\", ids: \"8086:100e\"}]", "found 2 NICs at 08:04.0")]
    [InlineData("kind: windows-7\nnics: [{pci: \"08:04.0\", ids: \"8086:100e\", class-index: \"0008\"}, {pci: \"08:04.1\", ids: \"8086:100e\"}]", "found the class index 0008 at 2 NICs")]
    [InlineData("kind: windows-7\nregistry: {system: {'Select\\': {Current: 1}}}", "found the key 'Select\\', expected the path of a key")]
    [InlineData("kind: windows-7\nregistry: {system: {Select: {Current: 4294967296}}}", "found the number 4294967296, expected a number from 0 to 4294967295")]
    [InlineData("kind: windows-7\nregistry: {system: {Select: {Current: true}}}", "found true, expected a number up to 0xffffffff, a text, or a list of texts")]
    public void A_mistake_is_named_with_its_place(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<LabFileException>(() => Load(yaml).Read()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("files: {'..\\..\\etc\\passwd': x}")]
    [InlineData("files: {'/Windows/../../x': x}")]
    [InlineData("files: {'C:\\x': x}")]
    [InlineData("files: {'': x}")]
    [InlineData("missing: ['../x']")]
    [InlineData("nics: [{pci: \"08:04.0\", ids: \"8086:100e\", inf: ../../x}]")]
    public void No_path_leads_out_of_the_volume(string yaml) =>
        Assert.Contains("of names that Windows allows", Assert.Throws<LabFileException>(() => Load($"kind: windows-7\n{yaml}\n").Read()).Message, StringComparison.Ordinal);

    [Fact]
    public void Drivers_and_loaders_out_of_the_volume_are_named_and_not_laid_down()
    {
        var image = Load("kind: windows-7\nservices: {disk: {image: 'System32\\..\\..\\..\\x'}}\nbcd: {path: '\\..\\..\\y'}\n").Read();

        Assert.All(WindowsFiles.OnWindowsVolume(image).Keys, path => Assert.True(VolumePath.IsSound(path), path));
        Assert.Equal("System32\\..\\..\\..\\x", image.Services["disk"].Image);
        Assert.Equal("\\..\\..\\y", image.LoaderPath);
    }

    [Fact]
    public void Mutated_descriptions_are_read_or_refused()
    {
        var random = new Random(6);
        var texts = ImageFile.Kinds.Select(kind => Encoding.UTF8.GetBytes(ImageFile.OfKind(kind).ToYaml())).ToArray();
        var refused = 0;
        const int Mutations = 5_000;
        const string Letters = "\\/:.-'\"[]{}, \n09afZ#";
        for (var i = 0; i < Mutations; i++)
        {
            var text = texts[i % texts.Length].ToArray();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                text[random.Next(text.Length)] = (byte)Letters[random.Next(Letters.Length)];
            }

            try
            {
                var image = ImageFile.Parse(text, "image.yaml").Read();
                if (i % 50 == 0)
                {
                    Assert.All(WindowsFiles.OnWindowsVolume(image).Keys, path => Assert.True(VolumePath.IsSound(path), path));
                }
            }
            catch (LabFileException mistakes)
            {
                Assert.NotEmpty(mistakes.Errors);
                refused++;
            }
        }

        Assert.InRange(refused, Mutations / 20, Mutations - (Mutations / 20));
    }

    [Fact]
    public void The_published_schema_is_fresh() => Golden.Equal(Repository.PathTo("docs", "image.schema.json"), ImageSchema.ToJson());

    [Theory]
    [InlineData("""{"kind": "windows-7", "services": {"E1G60": {"boot-flags": 0}, "disk": null}, "filters": {"wfp": {"run-type": "optional"}}}""", true)]
    [InlineData("""{"kind": "windows-7", "registry": {"control-set": {"Control\\Power": {"HibernateEnabled": 1, "Names": ["a"], "Text": "b"}}}}""", true)]
    [InlineData("""{"kind": "windows-7", "services": {"E1G60": {"bootflags": 0}}}""", false)]
    [InlineData("""{"kind": "windows-7", "nics": [{"pci": "08:04.0"}]}""", false)]
    public async Task An_editor_sees_mistakes_of_shape(string json, bool isSound)
    {
        var schema = await JsonSchema.FromJsonAsync(ImageSchema.ToJson(), TestContext.Current.CancellationToken);

        Assert.Equal(isSound, schema.Validate(json).Count == 0);
    }

    [Fact]
    public void The_document_names_every_key()
    {
        var document = File.ReadAllText(Repository.PathTo("docs", "windows-images.md"));
        var schema = JsonNode.Parse(ImageSchema.ToJson())!.AsObject();
        var objects = schema["definitions"]!.AsObject().Select(definition => definition.Value!.AsObject()).Append(schema);

        Assert.All(objects.SelectMany(shape => shape["properties"]!.AsObject()).Select(property => property.Key).Distinct(), key => Assert.Contains($"`{key}`", document, StringComparison.Ordinal));
    }

    private static ImageFile Load(string yaml)
    {
        using var folder = new TemporaryFolder();
        return ImageFile.Load(folder.Write("image.yaml", Encoding.UTF8.GetBytes(yaml)));
    }

    private static string Bytes(WindowsDiskSpec spec) =>
        JsonSerializer.Serialize(WindowsFiles.OnWindowsVolume(spec)) + JsonSerializer.Serialize(WindowsFiles.OnEfiSystemPartition(spec));
}
