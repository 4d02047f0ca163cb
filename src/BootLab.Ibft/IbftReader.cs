using System.Diagnostics.CodeAnalysis;
using BootLab.Ibft.Views;

namespace BootLab.Ibft;

/// <summary>Reads tables into records.</summary>
public static class IbftReader
{
    /// <summary>Reads a table from the beginning of <paramref name="bytes"/>; what follows the header's length is left alone.</summary>
    /// <exception cref="IbftFormatException">
    /// Something that the table announces cannot be read (see <see cref="IbftAnomaly.IsUnreadable"/>). A wrong checksum or revision, overlaps and the like are no reason to refuse.
    /// </exception>
    public static IbftTable Read(ReadOnlySpan<byte> bytes) => TryRead(bytes, out var table, out var error) ? table : throw new IbftFormatException(error);

    /// <summary>As <see cref="Read"/>, with the first reason to refuse instead of an exception.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out IbftTable? table, [NotNullWhen(false)] out IbftAnomaly? error)
    {
        var reading = ReadLenient(bytes);
        error = reading.Anomalies.FirstOrDefault(anomaly => anomaly.IsUnreadable);
        table = error is null ? reading.Table : null;
        return table is not null;
    }

    /// <summary>Reads all that can be read, and says what is wrong. Never fails.</summary>
    public static IbftReading ReadLenient(ReadOnlySpan<byte> bytes) => new(
        IbftView.TryOpen(bytes, out var view) ? new RecordReader(view.Bytes).Read() : null,
        new FormCheck().Run(bytes));
}
