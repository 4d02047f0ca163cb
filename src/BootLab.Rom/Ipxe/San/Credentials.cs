using BootLab.Iscsi.Initiator;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe.San;

/// <summary>Initiator name and CHAP credentials as the settings hold them at the moment a path is opened.</summary>
internal static class Credentials
{
    /// <summary>Reads them.</summary>
    /// <exception cref="IpxeFailureException">No initiator name can be made, or the credentials do not fit together (1c0d6202 on BIOS).</exception>
    public static InitiatorOptions Read(IpxeProgram program, string target, TaskTags tags)
    {
        var settings = program.Settings;
        var (user, password) = (Text(Setting.Username), Text(Setting.Password));
        var (reverseUser, reversePassword) = (Text(Setting.ReverseUsername), Text(Setting.ReversePassword));
        var mixed = user is null != password is null || reverseUser is null != reversePassword is null || (reverseUser is not null && user is null);
        if (mixed)
        {
            throw program.Errors.Failure(Errno.EINVAL, ErrorFile.Iscsi, 2);
        }

        return new InitiatorOptions
        {
            InitiatorName = InitiatorName(program),
            TargetName = target,
            Username = user,
            Password = password,
            ReverseUsername = reverseUser,
            ReversePassword = reversePassword,
            LoginProfile = Profile(program.Build),
            TaskTags = tags,
            // The real program waits for ever; the limit only keeps a lab finite, and the outcome says so.
            LoginTimeout = SanBoot.Patience,
            // Of commands the SAN device limits those that it gives itself; TEST UNIT READY belongs to the SCSI device, which waits for ever.
            CommandTimeout = SanBoot.Patience,
        };

        string? Text(Setting setting) => settings.Text(setting) is { Length: > 0 } text ? text : null;
    }

    /// <summary>The explicit name, or one made from the host name, or from the machine's UUID.</summary>
    public static string InitiatorName(IpxeProgram program)
    {
        var settings = program.Settings;
        if (settings.Text(Setting.InitiatorIqn) is { Length: > 0 } name)
        {
            return name;
        }

        var hostname = settings.Text(Setting.Hostname) is { Length: > 0 } text ? text : null;
        if (program.Build.DefaultInitiatorPrefix is not { } prefix)
        {
            return $"iqn.2000-09.org.etherboot:{hostname ?? "UNKNOWN"}";
        }

        return prefix + (hostname ?? settings.Text(Setting.Uuid) ?? throw program.Errors.Failure(Errno.EINVAL, ErrorFile.Iscsi, 5));
    }

    private static LoginProfile Profile(IpxeBuild build) =>
        build.IsGpxe ? LoginProfiles.Gpxe100 : build.Since(2017, 5, 3) ? LoginProfiles.Ipxe : LoginProfiles.IpxeBefore2017May;
}
