using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Registry.Writing;
using Xunit;

namespace BootLab.Disk.Tests.Registry;

/// <summary>Stores of boot configuration data made here, with device elements as Windows writes them.</summary>
public sealed class BcdTests
{
    private const string BootManager = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}";
    private const string LoaderSettings = "{6efb52bf-1766-41db-a6b3-0ee5eff72bd7}";
    private const string Entry = "{500ec897-0b25-449a-8ecd-8d81628baa9c}";
    private const string Other = "{150e57bb-8333-11e3-a0d2-000c2994873a}";

    // Windows 8.1 on a disk with a master boot record (mistyprojects.co.uk, BCDEdit, "Devices Partition - Data").
    private const string PublishedDevice =
        "00000000000000000000000000000000" + "0600000000000000" + "4800000000000000" + "0000f01500000000" + "0000000000000000"
        + "0000000001000000" + "f1a8ebb3000000000000000000000000" + "0000000000000000" + "0000000000000000";

    [Fact]
    public void A_store_says_what_starts_from_where()
    {
        var store = Open(Store());

        Assert.Equal("{bootmgr}", store.BootManager!.Name);
        Assert.Equal(BcdDeviceKind.Boot, store.BootManager.Device!.Kind);
        Assert.Equal([Other, Entry], store.Menu.Select(entry => entry.Name));
        var entry = store.Default!;
        Assert.Equal((Entry, BcdObject.LoaderType, "Windows Server 2012", "\\Windows\\system32\\winload.exe", "\\Windows"), (entry.Name, entry.Type, entry.Description, entry.Path, entry.SystemRoot));
        Assert.False(entry.RecoveryEnabled);
        Assert.Equal(1ul, store.Inherited(entry, BcdElementTypes.BootStatusPolicy)?.AsInteger);
        Assert.Null(store.Inherited(entry, 0x25000020));
        Assert.Equal(30ul, store.BootManager.Element(0x25000004)?.AsInteger);
    }

    [Fact]
    public void A_partition_of_a_master_boot_record_is_its_signature_and_place()
    {
        var device = Assert.IsType<BcdMbrPartition>(Open(Store()).Default!.OsDevice);

        Assert.Equal((0xb3eba8f1u, 368050176ul), (device.DiskSignature, device.Offset));
        Assert.Equal("partition at byte 368050176 of the disk with the signature b3eba8f1", device.ToString());
    }

    [Fact]
    public void A_partition_of_a_guid_partition_table_is_two_guids()
    {
        var (disk, partition) = (new Guid("774add80-82ff-4a39-8ad1-a05757758999"), new Guid("bcdb81c7-5440-4cf8-a6b7-b7c747e7f36f"));
        var element = Convert.FromHexString(PublishedDevice);
        partition.TryWriteBytes(element.AsSpan(0x20));
        element[0x34] = 0;
        disk.TryWriteBytes(element.AsSpan(0x38));

        var device = Assert.IsType<BcdGptPartition>(BcdDevice.Read(element));

        Assert.Equal((disk, partition), (device.Disk, device.Partition));
    }

    [Fact]
    public void What_is_not_known_is_kept()
    {
        var element = Convert.FromHexString(PublishedDevice);
        element[0x10] = 0x99;
        var writer = Store();
        var elements = writer.Root.Key($"Objects\\{Other}\\Elements");
        elements.Key("11000001").Set("Element", RegistryValueType.Binary, element);
        elements.Key("5f00cafe").Set("Element", RegistryValueType.Binary, [1, 2, 3]);
        elements.Key("no number").Set("Element", 1);
        writer.Root.Key("Objects\\no guid");
        var other = Open(writer).Find(Guid.Parse(Other))!;

        Assert.Equal(element, other.Device!.Bytes);
        Assert.Equal(0x99u, (uint)other.Device.Kind);
        Assert.Equal([0x11000001u, 0x12000004u, 0x5f00cafeu], other.Elements.Select(known => known.Type));
        Assert.Equal([1, 2, 3], other.Elements[2].Value.Bytes);
        Assert.Equal(["device", "description", null], other.Elements.Select(known => known.NameIn(other.Type)));
        Assert.Equal(BcdDeviceKind.Partition, BcdDevice.Read(Convert.FromHexString(PublishedDevice)[..40])!.Kind);
        Assert.Null(BcdDevice.Read([1, 2, 3]));
    }

    [Fact]
    public void The_same_number_has_another_name_in_another_object()
    {
        var store = Open(Store());

        Assert.Equal("default", store.BootManager!.Element(0x23000003)!.NameIn(store.BootManager.Type));
        Assert.Equal("resumeobject", store.Default!.Element(0x23000003)!.NameIn(store.Default.Type));
    }

    [Fact]
    public void Objects_that_inherit_from_each_other_end()
    {
        var writer = Store();
        SetObjects(writer, LoaderSettings, 0x14000006, Entry);

        Assert.Null(Open(writer).Inherited(Open(writer).Default!, 0x25000020));
    }

    [Fact]
    public void Another_hive_is_refused() => Assert.Contains(
        "found no key 'Objects' below the root 'ROOT'",
        Assert.Throws<HiveFormatException>(() => Open(new RegistryHiveWriter("SYSTEM"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Mutated_stores_are_read_or_refused()
    {
        var sound = Store().ToBytes();
        var random = new Random(6);
        var refused = 0;
        const int Mutations = 20_000;
        for (var i = 0; i < Mutations; i++)
        {
            var file = sound.ToArray();
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                file[random.Next(4096, file.Length)] = (byte)random.Next(256);
            }

            try
            {
                var store = BcdStore.Open(RegistryHive.Open(file));
                Assert.InRange(store.Menu.Count + (store.Default?.Elements.Count ?? 0), 0, 100);
                foreach (var element in store.Objects.SelectMany(known => known.Elements))
                {
                    _ = (element.AsString, element.AsObjects, element.AsInteger, element.AsIntegers, element.AsBoolean, element.AsDevice);
                }
            }
            catch (HiveFormatException error)
            {
                Assert.True(error.Offset >= 0);
                refused++;
            }
        }

        Assert.InRange(refused, Mutations / 20, Mutations - 1);
    }

    private static BcdStore Open(RegistryHiveWriter writer) => BcdStore.Open(RegistryHive.Open(writer.ToBytes()));

    private static RegistryHiveWriter Store()
    {
        var writer = new RegistryHiveWriter("BCD");
        writer.Root.Key("Description").Set("KeyName", "BCD00000000").Set("System", 1).Set("TreatAsSystem", 1);
        SetType(writer, BootManager, BcdObject.BootManagerType);
        var boot = new byte[0x58];
        (boot[0x10], boot[0x18]) = (5, 0x48);
        Element(writer, BootManager, 0x11000001).Set("Element", RegistryValueType.Binary, boot);
        Element(writer, BootManager, 0x23000003).Set("Element", Entry);
        SetObjects(writer, BootManager, 0x24000001, Other, Entry, "{00000000-0000-0000-0000-00000000dead}");
        Element(writer, BootManager, 0x25000004).Set("Element", RegistryValueType.Binary, [30, 0, 0, 0, 0, 0, 0, 0]);

        SetType(writer, Entry, BcdObject.LoaderType);
        Element(writer, Entry, 0x11000001).Set("Element", RegistryValueType.Binary, Convert.FromHexString(PublishedDevice));
        Element(writer, Entry, 0x21000001).Set("Element", RegistryValueType.Binary, Convert.FromHexString(PublishedDevice));
        Element(writer, Entry, 0x12000002).Set("Element", "\\Windows\\system32\\winload.exe");
        Element(writer, Entry, 0x12000004).Set("Element", "Windows Server 2012");
        Element(writer, Entry, 0x22000002).Set("Element", "\\Windows");
        Element(writer, Entry, 0x16000009).Set("Element", RegistryValueType.Binary, [0]);
        Element(writer, Entry, 0x23000003).Set("Element", Other);
        SetObjects(writer, Entry, 0x14000006, LoaderSettings);

        SetType(writer, LoaderSettings, 0x20200003);
        Element(writer, LoaderSettings, 0x250000e0).Set("Element", RegistryValueType.Binary, [1, 0, 0, 0, 0, 0, 0, 0]);

        SetType(writer, Other, 0x10200004);
        Element(writer, Other, 0x12000004).Set("Element", "Resume");
        return writer;
    }

    private static void SetType(RegistryHiveWriter writer, string id, uint type) => writer.Root.Key($"Objects\\{id}\\Description").Set("Type", type);

    private static void SetObjects(RegistryHiveWriter writer, string id, uint type, params string[] objects) => Element(writer, id, type).Set("Element", objects);

    private static NewKey Element(RegistryHiveWriter writer, string id, uint type) => writer.Root.Key($"Objects\\{id}\\Elements\\{type:X8}");
}
