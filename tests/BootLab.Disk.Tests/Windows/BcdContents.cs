using System.Buffers.Binary;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Registry.Writing;

namespace BootLab.Disk.Tests.Windows;

/// <summary>A store of boot configuration data with the boot manager and one entry.</summary>
internal sealed record BcdContents(byte[]? Device)
{
    private const string BootManager = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}";
    private const string Entry = "{500ec897-0b25-449a-8ecd-8d81628baa9c}";

    /// <summary>The device element "boot".</summary>
    public static byte[] Boot { get; } = OfKind(5);

    public byte[]? OsDevice { get; init; } = Device;

    public string? Path { get; init; } = "\\Windows\\system32\\winload.exe";

    public string? SystemRoot { get; init; } = "\\Windows";

    public bool HasDefault { get; init; } = true;

    public static byte[] OfKind(byte kind)
    {
        var element = new byte[0x58];
        (element[0x10], element[0x18]) = (kind, 0x48);
        return element;
    }

    public static byte[] Mbr(uint signature, long offset)
    {
        var element = OfKind(6);
        BinaryPrimitives.WriteInt64LittleEndian(element.AsSpan(0x20), offset);
        element[0x34] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(element.AsSpan(0x38), signature);
        return element;
    }

    public static byte[] Gpt(Guid disk, Guid partition)
    {
        var element = OfKind(6);
        partition.TryWriteBytes(element.AsSpan(0x20));
        disk.TryWriteBytes(element.AsSpan(0x38));
        return element;
    }

    public byte[] ToBytes()
    {
        var writer = new RegistryHiveWriter("BCD");
        writer.Root.Key("Objects");
        writer.Root.Key($"Objects\\{BootManager}\\Description").Set("Type", BcdObject.BootManagerType);
        Element(BootManager, 0x11000001).Set("Element", RegistryValueType.Binary, Boot);
        if (!HasDefault)
        {
            return writer.ToBytes();
        }

        Element(BootManager, 0x23000003).Set("Element", Entry);
        writer.Root.Key($"Objects\\{Entry}\\Description").Set("Type", BcdObject.LoaderType);
        Element(Entry, 0x12000004).Set("Element", "Windows Server 2012");
        SetDevice(0x11000001, Device);
        SetDevice(0x21000001, OsDevice);
        SetText(0x12000002, Path);
        SetText(0x22000002, SystemRoot);
        return writer.ToBytes();

        NewKey Element(string id, uint type) => writer.Root.Key($"Objects\\{id}\\Elements\\{type:X8}");

        void SetDevice(uint type, byte[]? device)
        {
            if (device is not null)
            {
                Element(Entry, type).Set("Element", RegistryValueType.Binary, device);
            }
        }

        void SetText(uint type, string? text)
        {
            if (text is not null)
            {
                Element(Entry, type).Set("Element", text);
            }
        }
    }
}
