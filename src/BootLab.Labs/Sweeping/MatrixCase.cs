using BootLab.Labs.Files;

namespace BootLab.Labs.Sweeping;

/// <summary>One combination of a matrix: a value for each dimension that the lab varies.</summary>
public sealed class MatrixCase : IEquatable<MatrixCase>
{
    /// <summary>A case with these values.</summary>
    public MatrixCase(IReadOnlyDictionary<MatrixDimension, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = new SortedDictionary<MatrixDimension, string>(values.ToDictionary());
        Id = string.Join(',', Values.Select(value => $"{value.Key.Word()}={value.Value}"));
    }

    /// <summary>The values by dimension, in the dimensions' own order.</summary>
    public IReadOnlyDictionary<MatrixDimension, string> Values { get; }

    /// <summary>The name of the case, the same in every run of a lab that has it: <c>producer=ipxe,listed=lan+san,index=zero</c>.</summary>
    public string Id { get; }

    /// <summary>The value of a dimension; null when the lab does not vary it.</summary>
    public string? this[MatrixDimension dimension] => Values.GetValueOrDefault(dimension);

    /// <summary>Whether the case has one of the values in each dimension that is named.</summary>
    public bool IsAmong(MatrixValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.ByDimension.All(entry => this[entry.Key] is { } own && entry.Value.Contains(own));
    }

    /// <inheritdoc/>
    public bool Equals(MatrixCase? other) => Id == other?.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MatrixCase);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
