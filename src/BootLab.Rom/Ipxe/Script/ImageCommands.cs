namespace BootLab.Rom.Ipxe.Script;

/// <summary>Commands on downloaded images: chain, kernel, initrd, boot, imgfree.</summary>
internal sealed class ImageCommands(IpxeProgram program)
{
    public async Task<IpxeStatus> Chain(IReadOnlyList<string> words)
    {
        var line = CommandLine.Parse(words, "autofree|a", "replace|r", "name|n=", "timeout|t=");
        var image = await ImageAsync(line) ?? throw program.Errors.Failure(Errno.ENOENT, ErrorFile.Image);
        return await program.Images.ExecuteAsync(image);
    }

    public async Task<IpxeStatus> Kernel(IReadOnlyList<string> words)
    {
        program.Images.Selected = await ImageAsync(CommandLine.Parse(words, "name|n=", "timeout|t="));
        return IpxeStatus.Ok;
    }

    public async Task<IpxeStatus> Fetch(IReadOnlyList<string> words)
    {
        await ImageAsync(CommandLine.Parse(words, "name|n=", "timeout|t="));
        return IpxeStatus.Ok;
    }

    public async Task<IpxeStatus> Boot(IReadOnlyList<string> words)
    {
        var line = CommandLine.Parse(words, "name|n=", "timeout|t=");
        var image = line.Arguments.Count > 0 ? await ImageAsync(line) : program.Images.Selected;
        return await program.Images.ExecuteAsync(image ?? throw program.Errors.Failure(Errno.ENOENT, ErrorFile.Image));
    }

    public Task<IpxeStatus> Free(IReadOnlyList<string> words)
    {
        program.Images.Clear();
        return Task.FromResult(IpxeStatus.Ok);
    }

    /// <summary>The image named by the first argument: one that is there already, or one to download; what follows it are its own arguments.</summary>
    private async Task<BootImage?> ImageAsync(CommandLine line) => line.Arguments.Count == 0
        ? program.Images.Selected
        : program.Images.Find(line.Arguments[0]) ?? await program.Images.DownloadAsync(line.Arguments[0]);
}
