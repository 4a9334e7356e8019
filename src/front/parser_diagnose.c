#include "front/parser_internal.h"
void parser_diagnose(Parser *parser) { (void)parser; }
