namespace BootLab.Rules.Form;

/// <summary>The rules of the table's form: IBFT001 to IBFT051.</summary>
internal static class FormRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Ibft001Length(),
        new Ibft002Signature(),
        new Ibft003Revision(),
        new Ibft004Checksum(),
        new Ibft005HeaderReserved(),
        new Ibft006OemIds(),
        new Ibft010ControlHeader(),
        new Ibft011ControlLength(),
        new Ibft012ControlFlags(),
        new Ibft013Extensions(),
        new Ibft014Initiator(),
        new Ibft015NicAndTarget(),
        new Ibft016SlotKind(),
        new Ibft017Gaps(),
        new Ibft020StructureBounds(),
        new Ibft021Alignment(),
        new Ibft022Overlap(),
        new Ibft023StructureForm(),
        new Ibft024StructureKnown(),
        new Ibft025ReservedFlags(),
        new Ibft026IndexUnique(),
        new Ibft027IndexDense(),
        new Ibft030StringBounds(),
        new Ibft031Terminator(),
        new Ibft032StringHoldsNul(),
        new Ibft033AbsentString(),
        new Ibft034IscsiNames(),
        new Ibft040AddressForm(),
        new Ibft041UnsetAddress(),
        new Ibft042Prefix(),
        new Ibft043Origin(),
        new Ibft044Vlan(),
        new Ibft045Mac(),
        new Ibft046Portal(),
        new Ibft047Chap(),
        new Ibft048NicAssociation(),
        new Ibft049Radius(),
        new Ibft050LowMemoryPlace(),
        new Ibft051UefiDelivery(),
    ];
}
