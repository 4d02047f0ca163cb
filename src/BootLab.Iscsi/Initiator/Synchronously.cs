namespace BootLab.Iscsi.Initiator;

/// <summary>Where one body serves callers that wait and callers that await: for the former it never awaits anything that is not over, so its task is complete when it comes back.</summary>
internal static class Synchronously
{
    public static T Run<T>(ValueTask<T> task) => task.GetAwaiter().GetResult();

    public static void Run(ValueTask task) => task.GetAwaiter().GetResult();
}
