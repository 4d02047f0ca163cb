namespace BootLab.Iscsi.Wire;

/// <summary>Which way a PDU went.</summary>
public enum PduDirection
{
    /// <summary>From the side that reports it.</summary>
    Sent,

    /// <summary>To the side that reports it.</summary>
    Received,
}

/// <summary>Is told of every PDU, once each; the bytes are valid during the call only.</summary>
/// <param name="direction">Which way it went.</param>
/// <param name="pdu">The PDU.</param>
public delegate void PduObserver(PduDirection direction, Pdu pdu);
