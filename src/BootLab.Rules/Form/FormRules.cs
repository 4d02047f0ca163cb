namespace BootLab.Rules.Form;

/// <summary>The rules of the table's form: IBFT001 to IBFT051.</summary>
internal static class FormRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Ibft001Length(),
        new Ibft004Checksum(),
        new Ibft021Alignment(),
        new Ibft031Terminator(),
        new Ibft050LowMemoryPlace(),
    ];
}
