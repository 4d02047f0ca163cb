using System.Diagnostics.CodeAnalysis;
using BootLab.Os.Esxi;
using BootLab.Os.FreeBsd;
using BootLab.Os.Illumos;
using BootLab.Os.Linux;
using BootLab.Os.LinuxTools;
using BootLab.Os.Reading;
using BootLab.Os.Windows;

namespace BootLab.Os;

/// <summary>Every consumer by its id.</summary>
public static class ConsumerRegistry
{
    // Windows is asked for by version, and stands in no list: what it does with a machine takes its installation too, which is what predictions are about.
    private const string Windows = "windows";

    private static readonly LinuxKernel s_linux = new(LinuxVersion.Representatives[^1]);

    /// <summary>One of each, in the order in which they are shown: kernels of Linux, tools on top of them, other systems.</summary>
    public static IReadOnlyList<ITableConsumer> All { get; } =
    [
        s_linux,
        new LinuxKernel(LinuxVersion.Observed),
        new LinuxKernel(new LinuxVersion(5, 4)),
        OpenIscsi.V2_1_11,
        new InitramfsTools(),
        Dracut.Ng,
        new NetworkManager(),
        new Wicked(),
        new IsbootConsumer(),
        new IllumosConsumer(),
        new EsxiConsumer(),
    ];

    /// <summary>Older versions, which can be asked for.</summary>
    public static IReadOnlyList<ITableConsumer> Older { get; } = [OpenIscsi.V2_1_8, Dracut.V059];

    /// <summary>Further names.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["linux"] = s_linux.Id,
        ["open-iscsi"] = OpenIscsi.V2_1_11.Id,
        ["debian"] = "initramfs-tools",
        ["dracut-ng"] = Dracut.Ng.Id,
        ["isboot"] = "freebsd",
        ["solaris"] = "illumos",
        ["vmware"] = "esxi",
    };

    /// <summary>Finds a consumer by its id or another name of it, such as <c>freebsd</c>, <c>linux-5.10.236</c> or <c>windows-2022</c>: every version of Linux and of Windows is known.</summary>
    /// <param name="id">The name.</param>
    /// <param name="consumer">The consumer.</param>
    /// <param name="error">What was found, what was expected, and what may have been meant.</param>
    public static bool TryFind(string id, [NotNullWhen(true)] out ITableConsumer? consumer, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.StartsWith(Windows, StringComparison.Ordinal))
        {
            consumer = WindowsRelease.TryParse(id, out var release, out error) ? new WindowsConsumer(release) : null;
            return consumer is not null;
        }

        var name = Aliases.GetValueOrDefault(id, id);
        consumer = All.Concat(Older).FirstOrDefault(one => one.Id == name)
            ?? (name.StartsWith("linux-", StringComparison.Ordinal) && LinuxVersion.TryParse(name, out var version) ? new LinuxKernel(version) : null);
        error = consumer is not null ? null : Explain(id);
        return consumer is not null;
    }

    private static string Explain(string id)
    {
        var names = All.Concat(Older).Select(consumer => consumer.Id).Concat(Aliases.Keys).ToList();
        return NearestName.Of(id, names) is { } nearest
            ? $"found '{id}', expected a consumer of tables; did you mean '{nearest}'?"
            : $"found '{id}', expected one of {string.Join(", ", names)}";
    }
}
