using BootLab.Ibft.Generation;
using BootLab.Ibft.Layouts;
using CsCheck;

namespace BootLab.Ibft.Tests;

/// <summary>Random contents for properties.</summary>
public static class ContentGenerator
{
    public static Gen<IbftContent> UpTo(int pairs) => Gen.Int.Select(seed => new RandomContent(new Random(seed)).Next(pairs));
}
