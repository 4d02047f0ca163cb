using System.Net;
using BootLab.Net.Tftp;
using BootLab.Rom.Ipxe.Script;

namespace BootLab.Rom.Ipxe;

/// <summary>A downloaded file.</summary>
public sealed record BootImage(string Name, string Uri, byte[] Bytes)
{
    /// <summary>Whether it is a script.</summary>
    public bool IsScript => ScriptText.IsScript(Bytes);
}

/// <summary>Downloaded images, by name, and the one that <c>boot</c> would start.</summary>
public sealed class ImageStore
{
    private readonly IpxeProgram _program;
    private readonly List<BootImage> _images = [];

    internal ImageStore(IpxeProgram program) => _program = program;

    /// <summary>The image that <c>boot</c> starts; null before <c>kernel</c> or <c>imgselect</c>.</summary>
    public BootImage? Selected { get; set; }

    /// <summary>The URI against which relative ones are resolved: that of the image running now.</summary>
    public string? WorkingUri { get; set; }

    /// <summary>The image of that name; null when there is none.</summary>
    public BootImage? Find(string name) => _images.Find(image => image.Name == name);

    /// <summary>Forgets every image.</summary>
    public void Clear() => _images.Clear();

    /// <summary>Loads a file by TFTP and keeps it.</summary>
    /// <exception cref="IpxeFailureException">It cannot be had.</exception>
    public async Task<BootImage> DownloadAsync(string uri)
    {
        var absolute = Resolve(uri);
        var (server, path) = SplitTftp(absolute);
        var bytes = await _program.Console.Job(absolute, () => LoadAsync(server, path));
        var image = new BootImage(path[(path.LastIndexOf('/') + 1)..], absolute, bytes);
        _images.RemoveAll(other => other.Name == image.Name);
        _images.Add(image);
        _program.Record("tftp", "downloaded", $"{absolute}: {bytes.Length} bytes", ("uri", absolute), ("length", bytes.Length));
        return image;
    }

    /// <summary>Runs an image: a script here, anything else by handing the machine over to it.</summary>
    public async Task<IpxeStatus> ExecuteAsync(BootImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.IsScript)
        {
            _program.Record("boot", "image-started", $"{image.Name} ({image.Bytes.Length} bytes) is started", ("name", image.Name));
            throw new HandedOverException(new BootOutcome(BootOutcomeKind.Booted, $"the image {image.Name} was started"));
        }

        var before = WorkingUri;
        WorkingUri = image.Uri;
        try
        {
            return await _program.Scripts.RunAsync(image.Name, image.Bytes);
        }
        finally
        {
            WorkingUri = before;
        }
    }

    private string Resolve(string uri) => San.RootPath.SchemeOf(uri) is not null || WorkingUri is null
        ? uri
        : WorkingUri[..(WorkingUri.LastIndexOf('/') + 1)] + uri;

    private (IPAddress Server, string Path) SplitTftp(string uri)
    {
        const string Scheme = "tftp://";
        if (!uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw _program.Errors.Failure(Errno.ENOTSUP, ErrorFile.Open);
        }

        var rest = uri[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || !IPAddress.TryParse(rest[..slash], out var server))
        {
            throw _program.Errors.Failure(Errno.ENXIO, ErrorFile.Dns, 2);
        }

        return (server, rest[(slash + 1)..]);
    }

    private async Task<byte[]> LoadAsync(IPAddress server, string path)
    {
        var client = await TftpClientRunner.RunAsync(_program.Host, path, new IPEndPoint(server, TftpPacket.ServerPort));
        if (client.Failure is not { } failure)
        {
            return client.Content!.Value.ToArray();
        }

        _program.Record("tftp", "download-failed", failure.Message, ("path", path));
        throw failure.Kind switch
        {
            TftpFailureKind.TimedOut => _program.Errors.Failure(Errno.ETIMEDOUT, ErrorFile.Tftp),
            TftpFailureKind.FileNotFound => _program.Errors.Failure(Errno.ENOENT, ErrorFile.Tftp),
            TftpFailureKind.AccessDenied => _program.Errors.Failure(Errno.EACCES, ErrorFile.Tftp),
            TftpFailureKind.MalformedPacket => _program.Errors.Failure(Errno.EINVAL, ErrorFile.Tftp),
            _ => _program.Errors.Failure(Errno.ENOTSUP, ErrorFile.Tftp),
        };
    }
}
