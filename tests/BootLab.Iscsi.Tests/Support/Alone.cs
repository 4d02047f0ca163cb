using Xunit;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>Tests that measure the process itself, and so run while no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
