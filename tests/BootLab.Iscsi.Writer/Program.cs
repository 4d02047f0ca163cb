using BootLab.Iscsi.Tests;

// BootLab.Iscsi.Writer KIND IMAGE: writes block after block and prints the number of each write when it is done. It is there to be killed.
var store = StoreWriting.Open(args[0], args[1]);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
for (var number = 1; ; number++)
{
    store.Write(StoreWriting.BlockOf(number), StoreWriting.Content(number));
    output.WriteLine(number);
}
