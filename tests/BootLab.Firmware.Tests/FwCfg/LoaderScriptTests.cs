using BootLab.Firmware.FwCfg;

namespace BootLab.Firmware.Tests.FwCfg;

public class LoaderScriptTests
{
    private static readonly LoaderCommand[] s_commands =
    [
        new LoaderCommand.Allocate("etc/acpi/rsdp", 16, LoaderZone.FSegment),
        new LoaderCommand.Allocate("etc/acpi/tables", 64, LoaderZone.High),
        new LoaderCommand.AddPointer("etc/acpi/rsdp", "etc/acpi/tables", 24, 8),
        new LoaderCommand.AddChecksum("etc/acpi/rsdp", 8, 0, 20),
        new LoaderCommand.WritePointer("etc/vmgenid_addr", "etc/vmgenid_guid", 0, 40, 8),
    ];

    [Fact]
    public void A_command_has_128_bytes_little_endian()
    {
        var script = LoaderScript.Write([s_commands[2]]);
        Assert.Equal(128, script.Length);
        Assert.Equal(
            "02000000" + Name("etc/acpi/rsdp") + Name("etc/acpi/tables") + "18000000" + "08" + new string('0', 14),
            Convert.ToHexStringLower(script));

        static string Name(string name) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(name.PadRight(56, '\0')));
    }

    [Fact]
    public void What_was_written_is_read() => Assert.Equal(s_commands, LoaderScript.Read(LoaderScript.Write(s_commands)));

    [Fact]
    public void An_unknown_command_survives_and_filling_is_passed_over()
    {
        byte[] unknown = [0x99, .. Enumerable.Range(1, 127).Select(value => (byte)value)];
        var read = LoaderScript.Read([.. new byte[128], .. unknown, .. new byte[256]]);
        Assert.Equal(unknown, LoaderScript.Write(read));
    }

    [Fact]
    public void What_cannot_be_read_names_its_place()
    {
        Assert.StartsWith("byte 0x80: found 5 bytes", Assert.Throws<FwCfgFormatException>(() => LoaderScript.Read(new byte[133])).Message);
        var endless = LoaderScript.Write([s_commands[0]]);
        endless.AsSpan(4, 56).Fill((byte)'a');
        Assert.StartsWith("byte 0x0: found a name without an end", Assert.Throws<FwCfgFormatException>(() => LoaderScript.Read(endless)).Message);
    }

    [Fact]
    public void A_name_of_56_characters_is_refused() =>
        Assert.Throws<ArgumentException>(() => LoaderScript.Write([new LoaderCommand.Allocate(new string('a', 56), 1, LoaderZone.High)]));
}
