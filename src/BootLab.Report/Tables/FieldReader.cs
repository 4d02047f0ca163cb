using BootLab.Os.Knowledge;

namespace BootLab.Report.Tables;

/// <summary>Somebody who reads a field and does something by it.</summary>
/// <param name="Name">The consumer, such as <c>dracut</c>; what is said of it in brackets where it is not plain reading.</param>
/// <param name="Evidence">How that is known.</param>
public sealed record FieldReader(string Name, Evidence Evidence);
