namespace BootLab.Rom.Ipxe.Settings;

/// <summary>
/// A node of the settings tree. A look-up asks the block itself, then its children in their order, each with its own children; the order of children
/// is what makes one NIC's lease hide another's.
/// </summary>
public class SettingsBlock(string name)
{
    private readonly Dictionary<(int Tag, string Name), (byte[] Value, SettingType Type)> _values = [];
    private readonly List<SettingsBlock> _children = [];

    /// <summary>The name among its siblings; empty for the root.</summary>
    public string Name { get; } = name;

    /// <summary>The block above; null for the root and for what is not registered.</summary>
    public SettingsBlock? Parent { get; private set; }

    /// <summary>The children in look-up order.</summary>
    public IReadOnlyList<SettingsBlock> Children => _children;

    /// <summary>Stores a value in this very block, and the setting's type with it; null removes it.</summary>
    public virtual void Store(Setting setting, byte[]? value)
    {
        var key = Key(setting);
        if (value is null)
        {
            _values.Remove(key);
        }
        else
        {
            _values[key] = (value, setting.Type);
        }

        if (setting.Tag == Setting.Priority.Tag)
        {
            Reprioritise();
        }
    }

    /// <summary>Removes every value that was stored.</summary>
    public virtual void Clear() => _values.Clear();

    /// <summary>The value in this very block, without its children.</summary>
    public virtual byte[]? FetchOwn(Setting setting) => _values.GetValueOrDefault(Key(setting)).Value;

    /// <summary>The type with which a value was stored in this block: what <c>set n:int32 1</c> made of <c>n</c>; null when it was not stored.</summary>
    public SettingType? StoredType(Setting setting) => _values.GetValueOrDefault(Key(setting)).Type;

    /// <summary>The value in this block or below it, with the block it was found in.</summary>
    public virtual (byte[] Value, SettingsBlock Origin)? Fetch(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (FetchOwn(setting) is { } own)
        {
            return (own, this);
        }

        foreach (var child in _children)
        {
            if (child.Fetch(setting) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>
    /// Puts <paramref name="child"/> under this block in place of one of the same name. Blocks with a higher priority (175.1) come first; among equals the
    /// block that was registered last comes last, and so does each block above it.
    /// </summary>
    public void Register(SettingsBlock child)
    {
        ArgumentNullException.ThrowIfNull(child);
        if (_children.Find(sibling => sibling.Name == child.Name) is { } old)
        {
            Unregister(old);
        }

        child.Parent = this;
        _children.Add(child);
        child.Reprioritise();
    }

    /// <summary>Takes a child out.</summary>
    public void Unregister(SettingsBlock child)
    {
        if (_children.Remove(child))
        {
            child.Parent = null;
        }
    }

    /// <summary>The child of that name; null when there is none.</summary>
    public virtual SettingsBlock? Find(string name) => _children.Find(child => child.Name == name);

    private static (int Tag, string Name) Key(Setting setting) => setting.Tag != 0 ? (setting.Tag, string.Empty) : (0, setting.Name);

    private void Reprioritise()
    {
        if (Parent is not { } parent)
        {
            return;
        }

        var priority = PriorityOf(this);
        parent._children.Remove(this);
        var before = parent._children.FindIndex(sibling => PriorityOf(sibling) < priority);
        parent._children.Insert(before < 0 ? parent._children.Count : before, this);
        parent.Reprioritise();
    }

    private static long PriorityOf(SettingsBlock block) =>
        block is ISettingsAlias ? long.MaxValue : SettingType.ReadInteger(block.Fetch(Setting.Priority)?.Value, signed: true);
}

/// <summary>A block that stands for another one and is not moved among its siblings.</summary>
public interface ISettingsAlias;
