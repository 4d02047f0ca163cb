namespace BootLab.Rules.Content;

/// <summary>The rules of what the fields say: IBFT101 to IBFT116.</summary>
internal static class ContentRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Ibft101BootSelection(),
        new Ibft102BootNicSelected(),
        new Ibft103SelectedIsValid(),
        new Ibft104GlobalFlag(),
        new Ibft105OriginAgrees(),
        new Ibft106Gateways(),
        new Ibft107TargetReachable(),
        new Ibft108NicAddress(),
        new Ibft109DuplicateNic(),
        new Ibft111InitiatorSelected(),
        new Ibft112ChapSecretLength(),
        new Ibft113Slack(),
        new Ibft114CopiesDiffer(),
        new Ibft115NicWithoutAddress(),
        new Ibft116SecretInPlainText(),
    ];
}
