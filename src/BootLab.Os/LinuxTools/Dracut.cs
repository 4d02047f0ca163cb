using BootLab.Os.Knowledge;

namespace BootLab.Os.LinuxTools;

/// <summary>dracut's shell function that makes words for the kernel command line of the tree, with <c>rd.iscsi.ibft=1</c>.</summary>
public sealed class Dracut : LinuxTool
{
    private readonly string _version;

    private Dracut(string id, string version, bool isNg, Statement knowledge)
    {
        Id = id;
        _version = version;
        IsNg = isNg;
        Knowledge = knowledge;
    }

    /// <summary>dracut-ng as of 2025.</summary>
    public static Dracut Ng { get; } = new("dracut", "dracut-ng", isNg: true, new Statement("as the source of its function reads the tree", Evidence.Source, "DRACUT-NETLIB"));

    /// <summary>Debian 12's, compared with the real one.</summary>
    public static Dracut V059 { get; } = new("dracut-059", "dracut 059", isNg: false, new Statement("its words for many trees are those of the real function", Evidence.Observed, "DRACUT-059"));

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name => _version;

    /// <inheritdoc/>
    public override Statement Knowledge { get; }

    /// <summary>dracut-ng gives IPv6 its prefix as the mask, and takes a NIC without address when a prefix is left over from another.</summary>
    internal bool IsNg { get; }

    internal override ToolResult Run(ToolInput input)
    {
        var run = Run(input, isMultipath: false);
        var multipath = Run(input, isMultipath: true);
        return multipath.Native.SequenceEqual(run.Native) ? run : run with { Native = [.. run.Native, "# with rd.iscsi.mp=1:", .. multipath.Native] };
    }

    /// <summary>With or without <c>rd.iscsi.mp=1</c>.</summary>
    internal ToolResult Run(ToolInput input, bool isMultipath) => new DracutRun(input, IsNg, isMultipath).Run();
}
