namespace BootLab.Ibft.Fields;

/// <summary>The part of a table that a field belongs to: the header, or a structure by what it can be read as.</summary>
public enum TableArea
{
    /// <summary>The table header.</summary>
    Header,

    /// <summary>The control structure at byte 48, whatever its id says.</summary>
    Control,

    /// <summary>A structure with id 2 that lies inside the table.</summary>
    Initiator,

    /// <summary>A structure with id 3 that lies inside the table.</summary>
    Nic,

    /// <summary>A structure with id 4 that lies inside the table.</summary>
    Target,

    /// <summary>Any other structure: only its header can be read.</summary>
    Other,
}
