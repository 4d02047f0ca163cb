using BootLab.Os.Knowledge;

namespace BootLab.Os;

/// <summary>Something that reads the table as a real kernel, driver or tool does.</summary>
public interface ITableConsumer
{
    /// <summary>The name on the command line, such as <c>linux-6.1</c> or <c>dracut</c>.</summary>
    string Id { get; }

    /// <summary>The name in text, such as <c>Linux 6.1</c>.</summary>
    string Name { get; }

    /// <summary>How its behaviour is known, and from where.</summary>
    Statement Knowledge { get; }

    /// <summary>What it sees.</summary>
    ConsumerView View(ConsumerInput input);
}
