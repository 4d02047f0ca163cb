using BootLab.Machine;

namespace BootLab.Rules.Mending;

/// <summary>Each target has a NIC.</summary>
internal static class AssociationMending
{
    public static void Mend(Draft draft)
    {
        foreach (var target in draft.Targets)
        {
            if (target.Nic is not null)
            {
                continue;
            }

            var reaching = draft.Nics.Find(nic => nic.Content.IpAddress.IsSpecified
                && Subnets.Reach(nic.Content.IpAddress, nic.Content.SubnetMaskPrefix, nic.Content.Gateway, target.Content.IpAddress) != Reach.None);
            target.Nic = reaching ?? draft.Nics.FirstOrDefault();
            if (target.Nic is { } nic)
            {
                draft.Note($"{target.Name} is associated with {nic.Name}", $"no NIC had index {target.Content.NicAssociation}; {(reaching is null ? "it is the first" : "it reaches the target")}");
            }
        }
    }
}
