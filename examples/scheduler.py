"""A small operating system: tasks, messages between them, and a scheduler.

usage: scheduler.py [ROUNDS]

An idle task drives two devices with pseudo-random interrupts, workers fill
packets with letters, handlers pass them to the devices.  In the manner of the
Richards benchmark.
"""

import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
NAMES = ["idle", "worker", "handler A", "handler B", "device A", "device B"]
KIND_DEVICE, KIND_WORK = "device", "work"
PACKET_SIZE = 4


class Packet:
    def __init__(self, link, to, kind):
        self.link = link
        self.to = to
        self.kind = kind
        self.datum = 0
        self.data = [0] * PACKET_SIZE

    def append_to(self, queue):
        """Puts this packet at the end of a queue and returns the queue."""
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, number, priority, queue):
        self.system = system
        self.number = number
        self.priority = priority
        self.queue = queue
        self.waiting = False
        self.held = False
        self.runs = 0

    def is_blocked(self):
        return self.held or (self.waiting and self.queue is None)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
            packet.link = None
            self.waiting = False
        return packet

    def wait(self):
        self.waiting = True
        return self

    def receive(self, packet, sender):
        was_empty = self.queue is None
        self.queue = packet.append_to(self.queue)
        if was_empty and self.priority > sender.priority:
            return self
        return sender

    def run(self, packet):
        raise NotImplementedError


class IdleTask(Task):
    def __init__(self, system, rounds):
        super().__init__(system, IDLE, 0, None)
        self.rounds = rounds
        self.random = 1

    def run(self, packet):
        self.rounds -= 1
        if self.rounds == 0:
            return self.system.hold(self)
        if self.random & 1 == 0:
            self.random //= 2
            return self.system.release(DEVICE_A, self)
        self.random = self.random // 2 ^ 0xD008
        return self.system.release(DEVICE_B, self)


class WorkerTask(Task):
    def __init__(self, system, queue):
        super().__init__(system, WORKER, 1000, queue)
        self.waiting = True
        self.target = HANDLER_A
        self.letter = 0

    def run(self, packet):
        if packet is None:
            return self.wait()
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.to = self.target
        packet.datum = 0
        for i in range(PACKET_SIZE):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        return self.system.send(packet, self)


class HandlerTask(Task):
    def __init__(self, system, number, priority, queue, device):
        super().__init__(system, number, priority, queue)
        self.waiting = True
        self.device = device
        self.work = None
        self.devices = None

    def run(self, packet):
        if packet is not None:
            if packet.kind is KIND_WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is None:
            return self.wait()
        if work.datum >= PACKET_SIZE:
            self.work = work.link
            work.to = WORKER
            return self.system.send(work, self)
        device_packet = self.devices
        if device_packet is None:
            return self.wait()
        self.devices = device_packet.link
        device_packet.datum = work.data[work.datum]
        device_packet.to = self.device
        device_packet.back = self.number
        work.datum += 1
        return self.system.send(device_packet, self)


class DeviceTask(Task):
    def __init__(self, system, number, priority):
        super().__init__(system, number, priority, None)
        self.waiting = True
        self.pending = None
        self.output = []

    def run(self, packet):
        if packet is not None:
            self.pending = packet
            self.output.append(chr(packet.datum))
            return self.system.hold(self)
        packet = self.pending
        if packet is None:
            return self.wait()
        self.pending = None
        packet.to = packet.back
        return self.system.send(packet, self)


class System:
    def __init__(self, rounds):
        self.packets = 0
        self.holds = 0
        self.tasks = [None] * 6
        self.tasks[IDLE] = IdleTask(self, rounds)
        queue = Packet(Packet(None, WORKER, KIND_WORK), WORKER, KIND_WORK)
        self.tasks[WORKER] = WorkerTask(self, queue)
        for number, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
            queue = None
            for _ in range(3):
                queue = Packet(queue, number, KIND_DEVICE)
            self.tasks[number] = HandlerTask(self, number, priority, queue, device)
        self.tasks[DEVICE_A] = DeviceTask(self, DEVICE_A, 4000)
        self.tasks[DEVICE_B] = DeviceTask(self, DEVICE_B, 5000)
        self.by_priority = sorted(self.tasks, key=lambda task: -task.priority)

    def send(self, packet, sender):
        self.packets += 1
        return self.tasks[packet.to].receive(packet, sender)

    def hold(self, task):
        self.holds += 1
        task.held = True
        return self.next_ready()

    def release(self, number, sender):
        task = self.tasks[number]
        task.held = False
        return task if task.priority > sender.priority else sender

    def next_ready(self):
        for task in self.by_priority:
            if not task.is_blocked():
                return task
        return None

    def run(self):
        task = self.next_ready()
        while task is not None:
            if task.is_blocked():
                task = self.next_ready()
                continue
            task.runs += 1
            task = task.run(task.take())


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    system = System(rounds)
    system.run()
    print(f"{system.packets} packets sent, {system.holds} holds")
    for task, name in zip(system.tasks, NAMES):
        print(f"{name:<10} ran {task.runs} times")
    for number in (DEVICE_A, DEVICE_B):
        output = "".join(system.tasks[number].output)
        print(f"{NAMES[number]}: {len(output)} letters, {output[:26]}...")


if __name__ == "__main__":
    main()
