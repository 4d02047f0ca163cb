namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>The mode parameters of a unit that can be changed; all sessions share them.</summary>
internal sealed class ModeParameters
{
    private volatile bool _usesDescriptorSense;
    private volatile bool _isWriteProtected;

    /// <summary>D_SENSE: sense data go out in descriptor format.</summary>
    public bool UsesDescriptorSense
    {
        get => _usesDescriptorSense;
        set => _usesDescriptorSense = value;
    }

    /// <summary>SWP: writes are refused.</summary>
    public bool IsWriteProtected
    {
        get => _isWriteProtected;
        set => _isWriteProtected = value;
    }

    /// <summary>Back to the defaults.</summary>
    public void Reset()
    {
        UsesDescriptorSense = false;
        IsWriteProtected = false;
    }
}
