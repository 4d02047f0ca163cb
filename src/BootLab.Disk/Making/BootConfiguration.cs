using System.Buffers.Binary;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Registry.Writing;

namespace BootLab.Disk.Making;

/// <summary>The store BCD of a synthetic disk: boot manager, one entry, and the settings that it inherits.</summary>
public static class BootConfiguration
{
    private const uint Timeout = 0x25000004;
    private const string Entry = "{b007ab00-0000-4000-8000-000000000001}";
    private const string LoaderSettings = "{6efb52bf-1766-41db-a6b3-0ee5eff72bd7}";
    private const uint LoaderSettingsType = 0x20200003;

    private static readonly string _bootManager = BcdNames.BootManager.ToString("B");

    /// <summary>The store of a disk that has an entry.</summary>
    public static RegistryHiveWriter Make(WindowsDiskSpec spec)
    {
        var entry = spec.BootEntry ?? throw new ArgumentException("found no boot entry, expected one", nameof(spec));
        var plan = DiskPlan.Of(spec);
        var writer = new RegistryHiveWriter("BCD");
        writer.Root.Key("Description").Set("KeyName", "BCD00000000").Set("System", 1).Set("TreatAsSystem", 1);

        var manager = new StoreObject(writer.Root, _bootManager, BcdObject.BootManagerType);
        manager.Set(BcdElementTypes.Device, spec.IsUefi ? BcdPartition.OfGpt(plan.DiskId, plan.EspId) : BcdPartition.OfMbr(plan.Signature!.Value, plan.WindowsFirst));
        manager.Set(BcdElementTypes.Description, "Windows Boot Manager");
        if (spec.IsUefi)
        {
            manager.Set(BcdElementTypes.Path, "\\EFI\\Microsoft\\Boot\\bootmgfw.efi");
        }

        manager.Set(BcdElementTypes.DefaultObject, Entry);
        manager.Set(BcdElementTypes.DisplayOrder, [Entry]);
        manager.Set(Timeout, 30);

        var loader = new StoreObject(writer.Root, Entry, BcdObject.LoaderType);
        loader.Set(BcdElementTypes.Device, Device(entry.Device, plan));
        loader.Set(BcdElementTypes.OsDevice, Device(entry.OsDevice, plan));
        loader.Set(BcdElementTypes.Path, spec.LoaderPath!);
        loader.Set(BcdElementTypes.SystemRoot, entry.SystemRoot);
        loader.Set(BcdElementTypes.Description, entry.Description);
        loader.Set(BcdElementTypes.Inherit, [LoaderSettings]);
        if (entry.Recovery is { } recovery)
        {
            loader.Set(BcdElementTypes.RecoveryEnabled, [(byte)(recovery ? 1 : 0)]);
        }

        if (entry.StatusPolicy is { } policy)
        {
            loader.Set(BcdElementTypes.BootStatusPolicy, policy);
        }

        _ = new StoreObject(writer.Root, LoaderSettings, LoaderSettingsType);
        return writer;
    }

    private static byte[]? Device(BootDevice device, DiskPlan plan)
    {
        const uint OtherSignature = 0x0000dead;
        var otherDisk = new Guid("0000dead-0000-4000-8000-000000000000");
        return device switch
        {
            BootDevice.None => null,
            BootDevice.Boot => BcdPartition.Boot(),
            BootDevice.AnotherDisk when plan.Signature is null => BcdPartition.OfGpt(otherDisk, plan.WindowsId),
            BootDevice.AnotherDisk => BcdPartition.OfMbr(OtherSignature, plan.WindowsFirst),
            BootDevice.AnotherPartition when plan.Signature is null => BcdPartition.OfGpt(plan.DiskId, otherDisk),
            BootDevice.AnotherPartition => BcdPartition.OfMbr(plan.Signature!.Value, plan.WindowsFirst + plan.WindowsSectors),
            _ => plan.Signature is { } signature ? BcdPartition.OfMbr(signature, plan.WindowsFirst) : BcdPartition.OfGpt(plan.DiskId, plan.WindowsId),
        };
    }

    private sealed class StoreObject(NewKey root, string id, uint type)
    {
        private readonly NewKey _elements = Describe(root.Key($"Objects\\{id}"), type).Key("Elements");

        public void Set(uint element, string text) => Key(element).Set("Element", text);

        public void Set(uint element, string[] objects) => Key(element).Set("Element", objects);

        public void Set(uint element, ulong number)
        {
            var bytes = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
            Set(element, bytes);
        }

        public void Set(uint element, byte[]? bytes)
        {
            if (bytes is not null)
            {
                Key(element).Set("Element", RegistryValueType.Binary, bytes);
            }
        }

        private static NewKey Describe(NewKey key, uint type)
        {
            key.Key("Description").Set("Type", type);
            return key;
        }

        private NewKey Key(uint element) => _elements.Key($"{element:x8}");
    }
}
