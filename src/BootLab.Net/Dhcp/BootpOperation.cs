namespace BootLab.Net.Dhcp;

/// <summary>The <c>op</c> field (RFC 951).</summary>
public enum BootpOperation : byte
{
    /// <summary>From a client.</summary>
    Request = 1,

    /// <summary>From a server.</summary>
    Reply = 2,
}
