namespace BootLab.Iscsi.Initiator;

/// <summary>What a thread waits for; looked at while nothing else happens to the session.</summary>
internal interface ICondition
{
    bool IsMet { get; }
}
