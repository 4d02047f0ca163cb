namespace BootLab.Ibft;

/// <summary>Bytes that are no readable iBFT.</summary>
public sealed class IbftFormatException : FormatException
{
    /// <summary>With the finding that made the table unreadable.</summary>
    public IbftFormatException(IbftAnomaly anomaly) : base(anomaly.ToString()) => Anomaly = anomaly;

    /// <summary>What is wrong and where.</summary>
    public IbftAnomaly Anomaly { get; }

    /// <summary>The first byte of what is wrong.</summary>
    public int Offset => Anomaly.Offset;
}
