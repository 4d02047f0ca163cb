using System.Globalization;
using System.Text;
using BootLab.Ibft;

namespace BootLab.Vm.Emission;

/// <summary>A table's values as C defines, for somebody who writes them into a boot program's source by hand, as the author of serverfault 477708 did for the NIC that iPXE leaves out.</summary>
internal static class CHeader
{
    public static Emitted Emit(EmissionRequest request)
    {
        if (IbftReader.ReadLenient(request.Table).Table is not { } table)
        {
            throw new EmissionException($"found {request.Table.Length} bytes, expected at least {IbftOffsets.MinimumTableSize} to read values from");
        }

        var text = new StringBuilder("""
            /*
             * The values of an iBFT, to be compiled into a boot program. Addresses are the 16 bytes of the table's fields, in network order;
             * PCI addresses are bus << 8 | device << 3 | function. They are those of one machine: another one needs its own.
             */
            #ifndef IBFT_FIXED_H
            #define IBFT_FIXED_H


            """.ReplaceLineEndings("\n"));
        Number(text, "IBFT_FIXED_NICS", table.Nics.Length);
        Number(text, "IBFT_FIXED_TARGETS", table.Targets.Length);
        if (table.Initiator is { } initiator)
        {
            String(text, "IBFT_FIXED_INITIATOR_NAME", initiator.Name);
        }

        foreach (var (number, nic) in table.Nics.Index())
        {
            Write(text, $"IBFT_FIXED_NIC{number}", nic);
        }

        foreach (var (number, target) in table.Targets.Index())
        {
            Write(text, $"IBFT_FIXED_TARGET{number}", target);
        }

        return new Emitted
        {
            Text = text.Append("\n#endif /* IBFT_FIXED_H */\n").ToString(),
            Notes =
            [
                "For whoever builds a boot program of their own: these are the values of the NIC structures that theirs does not write, in control order.",
                "It says nothing about where structures lie in memory; the order of the defines is the order of the control structure.",
            ],
        };
    }

    private static void Write(StringBuilder text, string name, IbftNic nic)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n/* {PciText.Format(nic.PciBdf)} */\n");
        Number(text, $"{name}_INDEX", nic.Index);
        Hexadecimal(text, $"{name}_FLAGS", nic.Flags, 2);
        Bytes(text, $"{name}_MAC", nic.MacAddress.GetAddressBytes());
        Hexadecimal(text, $"{name}_PCI_BUS_DEV_FUNC", nic.PciBdf, 4);
        Address(text, $"{name}_IP_ADDRESS", nic.IpAddress);
        Number(text, $"{name}_SUBNET_MASK_PREFIX", nic.SubnetMaskPrefix);
        Number(text, $"{name}_ORIGIN", (int)nic.Origin);
        Address(text, $"{name}_GATEWAY", nic.Gateway);
        Address(text, $"{name}_PRIMARY_DNS", nic.PrimaryDns);
        Address(text, $"{name}_SECONDARY_DNS", nic.SecondaryDns);
        Address(text, $"{name}_DHCP", nic.DhcpServer);
        Number(text, $"{name}_VLAN", nic.Vlan);
        String(text, $"{name}_HOSTNAME", nic.HostName);
    }

    private static void Write(StringBuilder text, string name, IbftTarget target)
    {
        text.Append('\n');
        Number(text, $"{name}_INDEX", target.Index);
        Hexadecimal(text, $"{name}_FLAGS", target.Flags, 2);
        Address(text, $"{name}_IP_ADDRESS", target.IpAddress);
        Number(text, $"{name}_PORT", target.Port);
        var lun = new byte[IbftOffsets.Target.BootLunSize];
        target.BootLun.Write(lun);
        Bytes(text, $"{name}_BOOT_LUN", lun);
        Number(text, $"{name}_CHAP_TYPE", (int)target.ChapType);
        Number(text, $"{name}_NIC_ASSOCIATION", target.NicAssociation);
        String(text, $"{name}_TARGET_NAME", target.Name);
        String(text, $"{name}_CHAP_NAME", target.ChapName);
        String(text, $"{name}_CHAP_SECRET", target.ChapSecret);
        String(text, $"{name}_REVERSE_CHAP_NAME", target.ReverseChapName);
        String(text, $"{name}_REVERSE_CHAP_SECRET", target.ReverseChapSecret);
    }

    private static void Number(StringBuilder text, string name, int value) => text.Append(CultureInfo.InvariantCulture, $"#define {name} {value}\n");

    private static void Hexadecimal(StringBuilder text, string name, int value, int digits) => text.Append(CultureInfo.InvariantCulture, $"#define {name} 0x{value.ToString("x" + digits, CultureInfo.InvariantCulture)}\n");

    private static void Address(StringBuilder text, string name, IbftAddress address)
    {
        var bytes = new byte[IbftOffsets.AddressSize];
        address.Write(bytes);
        Bytes(text, name, bytes);
    }

    private static void Bytes(StringBuilder text, string name, byte[] bytes) =>
        text.Append(CultureInfo.InvariantCulture, $"#define {name} {{ {string.Join(", ", bytes.Select(value => $"0x{value:x2}"))} }}\n");

    /// <summary>A string literal; nothing is written for an absent string. Bytes that are no printable ASCII become octal escapes of three digits, which no following digit can lengthen.</summary>
    private static void String(StringBuilder text, string name, IbftString value)
    {
        if (value.IsAbsent)
        {
            return;
        }

        var literal = string.Concat(value.Value.Span.ToArray().Select(code => code switch
        {
            (byte)'"' or (byte)'\\' => $"\\{(char)code}",

            // "??" would begin a trigraph.
            (byte)'?' or < 0x20 or >= 0x7f => $"\\{Convert.ToString(code, 8).PadLeft(3, '0')}",
            _ => ((char)code).ToString(),
        }));
        text.Append(CultureInfo.InvariantCulture, $"#define {name} \"{literal}\"\n");
    }
}
