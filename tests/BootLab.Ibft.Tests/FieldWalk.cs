using BootLab.Ibft.Views;

namespace BootLab.Ibft.Tests;

/// <summary>Touches every field and every string of a table through the view.</summary>
public static class FieldWalk
{
    public static int Run(ReadOnlySpan<byte> bytes)
    {
        if (!IbftView.TryOpen(bytes, out var view))
        {
            return 0;
        }

        var sum = view.Signature[0] + (int)view.Length + view.Revision + view.Checksum + view.OemId[0] + view.OemTableId[0] + view.Reserved[0] + (view.ChecksumIsRight ? 1 : 0);
        foreach (var slot in view.Control)
        {
            sum += slot.Number + slot.FieldOffset + (int)(slot.Expected ?? 0);
            if (view.TryGetStructure(slot.Offset, out var structure))
            {
                sum += (int)structure.Id + structure.Version + structure.Length + structure.Index + structure.Flags + structure.Rest.Length;
            }

            if (view.TryGetInitiator(slot.Offset, out var initiator))
            {
                sum += Sum(initiator.IsnsServer) + Sum(initiator.SlpServer) + Sum(initiator.PrimaryRadiusServer) + Sum(initiator.SecondaryRadiusServer) + Sum(view, initiator.Name);
            }

            if (view.TryGetNic(slot.Offset, out var nic))
            {
                sum += Sum(nic.IpAddress) + nic.SubnetMaskPrefix + (int)nic.Origin + Sum(nic.Gateway) + Sum(nic.PrimaryDns) + Sum(nic.SecondaryDns) + Sum(nic.DhcpServer)
                    + nic.Vlan + nic.MacAddress[5] + nic.PciBdf + Sum(view, nic.HostName);
            }

            if (view.TryGetTarget(slot.Offset, out var target))
            {
                sum += Sum(target.IpAddress) + target.Port + (int)target.BootLun.Value + (int)target.ChapType + target.NicAssociation
                    + Sum(view, target.Name) + Sum(view, target.ChapName) + Sum(view, target.ChapSecret) + Sum(view, target.ReverseChapName) + Sum(view, target.ReverseChapSecret);
            }
        }

        return sum;
    }

    private static int Sum(IbftAddress address) => address.GetHashCode() + (address.IsAbsent ? 1 : 0) + (address.IsIPv4 ? 1 : 0) + (address.IsSpecified ? 1 : 0);

    private static int Sum(IbftView view, StringField field) => field.FieldOffset + field.End + (field.IsAbsent ? 1 : 0) + (view.TryGetString(field, out var value) ? 1 : 0) + value.Length;
}
